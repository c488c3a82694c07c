import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { list } from '@ioredis/commands';
import { type Form, formsOf } from './forms.js';
import { type CommandDoc, DOCS } from './metadata.js';

const ROOT = join(__dirname, '../..');
const WIDTH = 110;

/** Where the signatures are. */
export const FILE = join(ROOT, 'lib/command/signatures.ts');

const HEAD = `// Written by \`npm run signatures\`, from what is in tools/signatures. What it says of commands up to 7.0 is from
// redis-server 7.0: Copyright (c) 2006-2020, Salvatore Sanfilippo, BSD-3-Clause.

import type { Call, Fields, Item, Key, List, Numeric, Sent, StreamEntry, Token, Value } from './call.js';
import type { Callback } from './types.js';
`;

// Methods that clusters or batches have of their own, so that their classes say what they are.
const OWN = ['discard', 'exec', 'multi', 'quit', 'select', 'unwatch', 'watch'];

/** The text of the file, for every command that there is. */
export function render(): string {
  const names = [...list].sort();
  const membersOf = (some: readonly string[]) => some.map((name) => memberOf(name)).join('');
  return format(`${HEAD}
/**
 * Commands with all their forms, as methods of a batch that is a \`Chain\`, or of the cluster where that is
 * \`never\`. Each comment is there twice, since some editors show that of a property, and others that of a form.
 */
export interface Signatures<Chain> {
${membersOf(names.filter((name) => !OWN.includes(name)))}}

/** The same of commands for which clusters or batches have methods of their own. */
export interface OwnSignatures<Chain> {
${membersOf(names.filter((name) => OWN.includes(name)))}}
`);
}

function memberOf(name: string): string {
  const doc = DOCS[name];
  if (doc === undefined) {
    throw new Error(`What is ${name}? It is missing in the metadata`);
  }
  const property = /^\w+$/.test(name) ? name : `'${name}'`;
  const comment = commentOf(name, doc);
  const forms = formsOf(name, doc);
  return `${comment}${property}: {\n${comment}${firstOf(forms)};\n} & ${forms.map(callOf).join(' & ')};\n`;
}

function firstOf([form]: readonly Form[]): string {
  const { args: [members = []] = [], reply } = form as Form;
  return `(...args: [${[...members, `callback: Callback<${reply}>`].join(', ')}]): Sent<Chain>`;
}

function callOf({ args, reply }: Form): string {
  const tuples = args.map((members) => `[${members.join(', ')}]`);
  return `Call<${tuples.join(' | ')}, ${reply}, Chain>`;
}

function commentOf(name: string, { summary, since, complexity }: CommandDoc): string {
  const lines = [
    ...wrap(sentence(summary)),
    ...(complexity === undefined ? [] : wrap(`Complexity: ${sentence(complexity)}`)),
    `Since Redis ${since}.`,
    `@see https://redis.io/docs/latest/commands/${name}/`,
  ];
  return `/**\n${lines.map((line) => ` * ${line}\n`).join('')} */\n`;
}

function sentence(text: string): string {
  return text.trim().endsWith('.') ? text.trim() : `${text.trim()}.`;
}

function wrap(text: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (line.length + word.length >= WIDTH) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}

function format(source: string): string {
  const biome = join(ROOT, 'node_modules/@biomejs/biome/bin/biome');
  return execFileSync(process.execPath, [biome, 'format', `--stdin-file-path=${FILE}`], {
    cwd: ROOT,
    input: source,
    encoding: 'utf8',
  });
}
