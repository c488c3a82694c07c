/**
 * Writes redis-7.0.json: what a server says of its commands, as far as
 * signatures need it. `npx tsx tools/signatures/docs.ts PORT`, for a server of
 * that version without further modules.
 * @see https://redis.io/docs/latest/commands/command-docs/
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createClient } from 'redis';
import type { Argument, CommandDoc } from './metadata.js';

type Reply = Readonly<Record<string, unknown>>;

const ORIGIN = 'COMMAND DOCS of redis-server 7.0.15, Copyright (c) 2006-2020, Salvatore Sanfilippo, BSD-3-Clause';

function argumentOf({ name, type, token, flags = [], arguments: inner }: Reply): Argument {
  return {
    name: name as string,
    type: type as Argument['type'],
    ...(token === undefined ? {} : { token: token as string }),
    ...((flags as string[]).includes('optional') ? { optional: true } : {}),
    ...((flags as string[]).includes('multiple') ? { multiple: true } : {}),
    ...(inner === undefined ? {} : { arguments: (inner as Reply[]).map(argumentOf) }),
  };
}

function docOf({ summary, since, complexity, arguments: given, subcommands }: Reply): CommandDoc {
  return {
    summary: summary as string,
    since: since as string,
    complexity: complexity as string,
    ...(given === undefined ? {} : { arguments: (given as Reply[]).map(argumentOf) }),
    ...(subcommands === undefined ? {} : { subcommands: docsOf(subcommands as Reply, /^.*\|/) }),
  };
}

function docsOf(reply: Reply, prefix = /^/): Record<string, CommandDoc> {
  return Object.fromEntries(
    Object.entries(reply)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, doc]) => [name.replace(prefix, ''), docOf(doc as Reply)]),
  );
}

async function main(port: number): Promise<void> {
  const client = createClient({ socket: { port }, RESP: 3 });
  await client.connect();
  const reply = (await client.sendCommand(['COMMAND', 'DOCS'])) as unknown as Reply;
  await client.quit();
  // A line for each command, so that a difference can be read.
  const lines = Object.entries(docsOf(reply)).map(
    ([name, doc]) => `    ${JSON.stringify(name)}: ${JSON.stringify(doc)}`,
  );
  writeFileSync(
    join(__dirname, 'redis-7.0.json'),
    `{\n  "origin": ${JSON.stringify(ORIGIN)},\n  "commands": {\n${lines.join(',\n')}\n  }\n}\n`,
  );
  console.log(`${lines.length} commands written`);
}

main(Number(process.argv[2]));
