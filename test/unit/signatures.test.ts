import { readFileSync } from 'node:fs';
import { list } from '@ioredis/commands';
import commands from '@ioredis/commands/built/commands.json';
import { expect } from 'chai';
import { allSpecs, specFor } from '../../lib/command/table.js';
import { type Form, formsOf } from '../../tools/signatures/forms.js';
import { type CommandDoc, DOCS } from '../../tools/signatures/metadata.js';
import { FILE, render } from '../../tools/signatures/render.js';
import { FORMS, REPLIES, SUBCOMMANDS } from '../../tools/signatures/replies.js';

const textOf = (forms: readonly Form[]) =>
  forms.map(({ args, reply }) => `${args.map((members) => `(${members.join(', ')})`).join(' | ')} => ${reply}`);

describe('signatures', () => {
  it('are what the script writes', () => {
    expect(readFileSync(FILE, 'utf8')).to.equal(render());
  });

  it('are there for every command of the table, and for nothing else', () => {
    expect([...allSpecs()].map(({ name }) => name)).to.have.members(list);
    for (const name of list) {
      expect(specFor(name)).to.include({ name, upper: name.toUpperCase() });
    }
    expect(specFor('GET')).to.equal(undefined);
    expect(specFor('__proto__')).to.equal(undefined);
    expect(Object.keys(DOCS)).to.have.members(list);
    expect([...REPLIES.keys(), ...Object.keys(FORMS)]).to.have.members(list);
    expect(list).to.include.members(Object.keys(SUBCOMMANDS));
  });

  it('begin with what the command is for, its complexity, since when it is there, and where to read on', () => {
    const source = readFileSync(FILE, 'utf8');
    const lines = [
      'Get the value of a key.',
      'Complexity: O(1).',
      'Since Redis 1.0.0.',
      '@see https://redis.io/docs/latest/commands/get/',
    ];
    const comment = (indent: string) => ['/**', ...lines.map((line) => ` * ${line}`), ' */\n'].join(`\n${indent}`);
    expect(source).to.include(`  ${comment('  ')}  get: {\n    ${comment('    ')}    (...args: [key: Key, callback`);
    for (const name of list) {
      expect(source.split(` * @see https://redis.io/docs/latest/commands/${name}/\n`), name).to.have.lengthOf(3);
    }
  });

  it('take as many arguments as the commands do', () => {
    for (const name of list) {
      const { arity } = commands[name as 'get'];
      const doc = DOCS[name] as CommandDoc;
      for (const { args } of formsOf(name, doc)) {
        for (const members of args) {
          const most = members.some((member) => /^\.\.\.|: (List|Fields)$/.test(member)) ? Infinity : members.length;
          const least = members.filter((member) => !member.startsWith('...')).length;
          const text = `${name}(${members.join(', ')}): arity ${arity}`;
          expect(most, text).to.be.at.least(Math.abs(arity) - 1);
          if (arity > 0) {
            expect(least, text).to.be.at.most(arity - 1);
            expect(most, text).to.be.oneOf([arity - 1, Infinity]);
          }
        }
      }
    }
  });

  const forms: [what: string, doc: Partial<CommandDoc>, ...forms: string[]][] = [
    ['no arguments', {}, '() => number'],
    ['one argument', { arguments: [{ name: 'key', type: 'key' }] }, '(key: Key) => number', '(args: List) => number'],
    [
      'some that are fixed',
      {
        arguments: [
          { name: 'first-key', type: 'key' },
          { name: 'score', type: 'double', token: 'MIN' },
          {
            name: 'which',
            type: 'oneof',
            arguments: [
              { name: 'x', type: 'integer' },
              { name: 'y', type: 'string' },
            ],
          },
        ],
      },
      "(firstKey: Key, minToken: Token<'MIN'>, score: Numeric, which: Numeric | Value) => number",
      '(args: List) => number',
      '(firstKey: Key, rest: List) => number',
    ],
    [
      'a word of several at the end that may be left out',
      {
        arguments: [
          { name: 'key', type: 'key' },
          {
            name: 'order',
            type: 'oneof',
            optional: true,
            arguments: [
              { name: 'asc', type: 'pure-token', token: 'ASC' },
              { name: 'desc', type: 'pure-token', token: 'DESC' },
            ],
          },
        ],
      },
      "(key: Key) | (key: Key, order: Token<'ASC' | 'DESC'>) => number",
      '(args: List) => number',
      '(key: Key, rest: List) => number',
    ],
    [
      'what may come again',
      {
        arguments: [
          { name: 'key', type: 'key' },
          {
            name: 'data',
            type: 'block',
            multiple: true,
            arguments: [
              { name: 'field', type: 'string' },
              { name: 'value', type: 'string' },
            ],
          },
        ],
      },
      '(key: Key, ...fieldAndValue: Item[]) => number',
      '(args: List) => number',
    ],
    [
      'what may be left out before the end',
      {
        arguments: [
          { name: 'limit', type: 'block', optional: true, arguments: [] },
          { name: 'key', type: 'key' },
        ],
      },
      '(...args: Item[]) => number',
    ],
    [
      'several options',
      {
        arguments: [
          { name: 'key', type: 'key' },
          { name: 'x', type: 'pure-token', token: 'X', optional: true },
          { name: 'y', type: 'block', optional: true, arguments: [] },
        ],
      },
      '(key: Key, ...args: Item[]) => number',
      '(args: List) => number',
    ],
  ];
  for (const [what, doc, ...expected] of forms) {
    it(`have a form for ${what}`, () => {
      expect(textOf(formsOf('append', { summary: '', since: '', ...doc }))).to.deep.equal(expected);
    });
  }

  it('have a form for each subcommand whose reply is known, and one for others', () => {
    expect(textOf(formsOf('slowlog', DOCS.slowlog as CommandDoc))).to.deep.equal([
      "(subcommand: Token<'LEN'>) => number",
      "(subcommand: Token<'RESET'>) => 'OK'",
      '(subcommand: string, ...args: Item[]) => unknown',
      '(args: List) => unknown',
    ]);
  });

  it('are not guessed: a command without a reply is an error', () => {
    expect(() => formsOf('gett', { summary: '', since: '' })).to.throw('What does gett reply?');
  });
});
