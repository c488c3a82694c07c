import { parseArgs } from 'node:util';
import { BUS_OFFSET } from '../../test/support/local-cluster/free-ports.js';

/** What the cluster is told on the command line. */
export interface ClusterOptions {
  readonly masters: number;
  /** Of each master. */
  readonly replicas: number;
  /** Of the first server, the others have those behind it; undefined: any that are free. */
  readonly port: number | undefined;
}

export const USAGE = 'npm run cluster -- [--masters 3] [--replicas 0] [--port FIRST]';

// More would be a mistake: each is a process, and knows all others.
const MOST_MASTERS = 50;
const MOST_REPLICAS = 5;
// Those below are for root.
const FIRST_PORT = 1024;
const LAST_PORT = 65_535;

/**
 * Reads the command line.
 * @throws TypeError that says what was expected and what came
 */
export function parseOptions(args: readonly string[]): ClusterOptions {
  const values = read(args);
  const masters = integer('--masters', values.masters, 1, MOST_MASTERS);
  const replicas = integer('--replicas', values.replicas, 0, MOST_REPLICAS);
  if (values.port === undefined) {
    return { masters, replicas, port: undefined };
  }
  const size = masters * (1 + replicas);
  // Each server has a second port, for the cluster bus.
  return { masters, replicas, port: integer('--port', values.port, FIRST_PORT, LAST_PORT - BUS_OFFSET - size + 1) };
}

function read(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        masters: { type: 'string', default: '3' },
        replicas: { type: 'string', default: '0' },
        port: { type: 'string' },
      },
    }).values;
  } catch (cause) {
    throw new TypeError(`Expected ${USAGE}; got '${args.join(' ')}'`, { cause });
  }
}

function integer(option: string, given: string, least: number, most: number): number {
  const number = /^\d+$/.test(given) ? Number(given) : Number.NaN;
  if (number >= least && number <= most) {
    return number;
  }
  throw new TypeError(`Expected ${option} to be an integer from ${least} to ${most}, got '${given}'`);
}
