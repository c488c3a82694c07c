import { createHash } from 'node:crypto';
import { keyIndexes, specFor } from '../command/table.js';
import { clusterCommand } from './cluster-command.js';
import { ENTRIES, integer, mistakeIn, NOT_AN_INTEGER, wrongNumber } from './metadata.js';
import { MapReply, OK, type Reply, Status } from './resp.js';
import { scan } from './scan.js';
import type { Session } from './session.js';

type Handler = (session: Session, args: string[]) => Reply | Promise<Reply>;

/** The version of Redis that the embedded cluster gives itself. */
const VERSION = '7.0.15';

/** Commands that are about the server, the connection or the cluster, and not about keys alone. */
export const SERVER_COMMANDS: ReadonlyMap<string, Handler> = new Map<string, Handler>([
  ['auth', auth],
  ['client', client],
  ['cluster', ({ state, node }, args) => clusterCommand(state, node, args)],
  ['command', (_session, args) => command(args)],
  ['config', (_session, args) => (args[0]?.toLowerCase() === 'get' ? new MapReply([]) : OK)],
  ['echo', (_session, [message]) => message as string],
  ['eval', (session, args) => evaluate(session, args[0] as string, args.slice(1))],
  ['evalsha', evalsha],
  ['hello', hello],
  ['info', (session) => info(session)],
  ['ping', ping],
  ['publish', ({ state, node }, [channel = '', message = '']) => state.pubSub.publish(node, channel, message)],
  ['pubsub', pubsub],
  ['quit', quit],
  ['readonly', (session) => readonly(session, true)],
  ['readwrite', (session) => readonly(session, false)],
  ['reset', reset],
  ['role', ({ state, node }) => [state.shardOf(node).master === node ? 'master' : 'slave']],
  ['scan', scan],
  ['script', (session, args) => script(session, args)],
  ['select', select],
  ['spublish', ({ state, node }, [channel = '', message = '']) => state.pubSub.publishToShard(node, channel, message)],
  ['time', () => [String(Math.floor(Date.now() / 1000)), String((Date.now() % 1000) * 1000)]],
  ['touch', (session, args) => session.executeData('exists', args)],
  ['wait', wait],
]);

/** @see https://redis.io/docs/latest/commands/auth/ */
function auth(session: Session, args: readonly string[]): Reply {
  const { password } = session.state;
  if (args.length > 2) {
    return new Error('ERR syntax error');
  }
  if (password === undefined && args.length === 1) {
    return new Error(
      'ERR AUTH <password> called without any password configured for the default user. ' +
        'Are you sure your configuration is correct?',
    );
  }
  // Without a password the default user takes any.
  const isRight = (password ?? args.at(-1)) === args.at(-1) && (args.length === 1 || args[0] === 'default');
  session.isAuthenticated ||= isRight;
  return isRight ? OK : new Error('WRONGPASS invalid username-password pair or user is disabled.');
}

/** @see https://redis.io/docs/latest/commands/hello/ */
function hello(session: Session, args: readonly string[]): Reply {
  const [version = session.resp3 ? '3' : '2', ...options] = args;
  if (integer(version) === undefined) {
    return new Error('ERR Protocol version is not an integer or out of range');
  }
  if (version !== '2' && version !== '3') {
    return new Error('NOPROTO unsupported protocol version');
  }
  for (let i = 0; i < options.length; i += 1) {
    const option = options[i]?.toLowerCase();
    const left = options.length - i - 1;
    if (option === 'auth' && left >= 2) {
      const error = auth(session, options.slice(i + 1, i + 3));
      if (error instanceof Error) {
        return error;
      }
      i += 2;
    } else if (option === 'setname' && left >= 1) {
      const error = setName(session, options[i + 1] as string);
      if (error instanceof Error) {
        return error;
      }
      i += 1;
    } else {
      return new Error(`ERR Syntax error in HELLO option '${options[i]}'`);
    }
  }
  if (!session.isAuthenticated) {
    return new Error(
      'NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO <proto> AUTH <user> ' +
        '<pass> option can be used to authenticate the client and select the RESP protocol version at the same time',
    );
  }
  session.resp3 = version === '3';
  const { state, node } = session;
  return new MapReply([
    ['server', 'redis'],
    ['version', VERSION],
    ['proto', Number(version)],
    ['id', session.id],
    ['mode', 'cluster'],
    ['role', state.shardOf(node).master === node ? 'master' : 'replica'],
    ['modules', []],
  ]);
}

function setName(session: Session, name: string): Reply {
  if (!/^[!-~]*$/.test(name)) {
    return new Error('ERR Client names cannot contain spaces, newlines or special characters.');
  }
  session.name = name === '' ? null : name;
  return OK;
}

function client(session: Session, [subcommand = '', ...args]: readonly string[]): Reply {
  switch (subcommand.toLowerCase()) {
    case 'id':
      return session.id;
    case 'getname':
      return session.name;
    case 'setname':
      return setName(session, args[0] as string);
    case 'setinfo':
    case 'no-evict':
    case 'no-touch':
      return OK;
    case 'info':
    case 'list':
      return `id=${session.id} addr=${session.socket.remoteAddress}:${session.socket.remotePort} name=${session.name ?? ''}\n`;
    default:
      return new Error(`ERR unknown subcommand '${subcommand}'. Try CLIENT HELP.`);
  }
}

function command([subcommand, ...names]: readonly string[]): Reply {
  const entryOf = (name: string): Reply => {
    const entry = ENTRIES.get(name.toLowerCase());
    return entry === undefined
      ? null
      : [
          name.toLowerCase(),
          entry.arity,
          entry.flags.map((flag) => new Status(flag)),
          entry.keyStart,
          entry.keyStop,
          entry.step,
        ];
  };
  switch (subcommand?.toLowerCase()) {
    case undefined:
      return [...ENTRIES.keys()].map(entryOf);
    case 'info':
      return (names.length === 0 ? [...ENTRIES.keys()] : names).map(entryOf);
    case 'count':
      return ENTRIES.size;
    case 'getkeys':
      return getKeys(names);
    default:
      return new Error(`ERR unknown subcommand '${subcommand}'. Try COMMAND HELP.`);
  }
}

function getKeys([name = '', ...args]: readonly string[]): Reply {
  const spec = specFor(name.toLowerCase());
  if (spec === undefined || mistakeIn(name, args) !== undefined) {
    return new Error(
      spec === undefined ? 'ERR Invalid command specified' : 'ERR Invalid number of arguments specified for command',
    );
  }
  const indexes = keyIndexes(spec, args);
  return indexes.length === 0
    ? new Error('ERR The command has no key arguments')
    : indexes.map((index) => args[index] as string);
}

async function info({ state, node }: Session): Promise<Reply> {
  const shard = state.shardOf(node);
  const isMaster = shard.master === node;
  const fields = {
    redis_version: VERSION,
    redis_mode: 'cluster',
    run_id: node.runId,
    tcp_port: node.port,
    loading: 0,
    role: isMaster ? 'master' : 'slave',
    ...(isMaster ? { connected_slaves: shard.replicas.length } : { master_link_status: 'up' }),
    cluster_enabled: 1,
    cmdstat_migrate: callsOf(node.exports),
    'cmdstat_restore-asking': callsOf(node.imports),
  };
  return Object.entries(fields)
    .map(([field, value]) => `${field}:${value}\r\n`)
    .join('');
}

function callsOf(calls: number): string {
  return `calls=${calls},usec=0,usec_per_call=0.00,rejected_calls=0,failed_calls=0`;
}

function ping(session: Session, args: readonly string[]): Reply {
  const [message] = args;
  if (args.length > 1) {
    return wrongNumber('ping');
  }
  if (session.subscriptions.count > 0 && !session.resp3) {
    return ['pong', message ?? ''];
  }
  return message ?? new Status('PONG');
}

function quit(session: Session): Reply {
  setImmediate(() => session.socket.end());
  return OK;
}

function reset(session: Session): Reply {
  session.reset();
  return new Status('RESET');
}

function select(_session: Session, [index]: readonly string[]): Reply {
  if (integer(index) === undefined) {
    return new Error(NOT_AN_INTEGER);
  }
  return index === '0' ? OK : new Error('ERR SELECT is not allowed in cluster mode');
}

/** Every replica that lives has everything at once. @see https://redis.io/docs/latest/commands/wait/ */
function wait({ state, node }: Session, args: readonly string[]): Reply {
  const shard = state.shardOf(node);
  if (shard.master !== node) {
    return new Error(
      'ERR WAIT cannot be used with replica instances. Please also note that since Redis 4.0 if a replica is ' +
        'configured to be writable (which is not the default) writes to replicas are just local and are not propagated.',
    );
  }
  const [replicas, timeout] = args.map(integer);
  if (replicas === undefined || timeout === undefined) {
    return new Error(replicas === undefined ? NOT_AN_INTEGER : 'ERR timeout is not an integer or out of range');
  }
  return timeout < 0
    ? new Error('ERR timeout is negative')
    : shard.replicas.filter((replica) => replica.isAlive).length;
}

function readonly(session: Session, on: boolean): Reply {
  session.isReadonly = on;
  return OK;
}

function pubsub({ state: { pubSub }, node }: Session, [subcommand = '', ...args]: readonly string[]): Reply {
  switch (subcommand.toLowerCase()) {
    case 'channels':
      return pubSub.channels(node, 'channel', args[0]);
    case 'shardchannels':
      return pubSub.channels(node, 'shard', args[0]);
    case 'numpat':
      return pubSub.channels(node, 'pattern').length;
    case 'numsub':
      return args.flatMap((name) => [name, pubSub.countOf(node, 'channel', name)]);
    case 'shardnumsub':
      return args.flatMap((name) => [name, pubSub.countOf(node, 'shard', name)]);
    default:
      return new Error(`ERR unknown subcommand '${subcommand}'. Try PUBSUB HELP.`);
  }
}

const shaOf = (text: string) => createHash('sha1').update(text, 'latin1').digest('hex');

function evaluate(session: Session, text: string, args: readonly string[]): Reply | Promise<Reply> {
  const count = integer(args[0]);
  if (count === undefined) {
    return new Error(NOT_AN_INTEGER);
  }
  if (count < 0 || count >= args.length) {
    return new Error(
      count < 0 ? "ERR Number of keys can't be negative" : "ERR Number of keys can't be greater than number of args",
    );
  }
  session.node.scripts.set(shaOf(text), text);
  return session.executeData('eval', [text, ...args]);
}

function evalsha(session: Session, [sha = '', ...args]: readonly string[]): Reply | Promise<Reply> {
  const text = session.node.scripts.get(sha.toLowerCase());
  return text === undefined
    ? new Error('NOSCRIPT No matching script. Please use EVAL.')
    : evaluate(session, text, args);
}

function script({ node }: Session, [subcommand = '', ...args]: readonly string[]): Reply {
  switch (subcommand.toLowerCase()) {
    case 'load': {
      const sha = shaOf(args[0] ?? '');
      node.scripts.set(sha, args[0] ?? '');
      return sha;
    }
    case 'exists':
      return args.map((sha) => (node.scripts.has(sha.toLowerCase()) ? 1 : 0));
    case 'flush':
      node.scripts.clear();
      return OK;
    default:
      return new Error(`ERR unknown subcommand '${subcommand}'. Try SCRIPT HELP.`);
  }
}
