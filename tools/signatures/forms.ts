import type { Argument, CommandDoc } from './metadata.js';
import { FORMS, REPLIES, SUBCOMMANDS } from './replies.js';

/** One way to call a command: the members of a tuple, and a reply, as TypeScript. */
export interface Form {
  /** Alternatives. */
  readonly args: readonly (readonly string[])[];
  readonly reply: string;
}

const SCALARS: Readonly<Partial<Record<Argument['type'], string>>> = {
  key: 'Key',
  string: 'Value',
  pattern: 'Value',
  integer: 'Numeric',
  double: 'Numeric',
  'unix-time': 'Numeric',
};

/** Every form of a command. */
export function formsOf(name: string, doc: CommandDoc): Form[] {
  const forms = mainForms(name, doc);
  // Arrays within arguments, as node_redis has them: all in one, or all after the first.
  const members = forms.flatMap(({ args }) => args).filter(([first = '']) => !first.endsWith('Fields'));
  const reply = unionOf(forms.map((form) => form.reply));
  const first = members.find(([member]) => member !== undefined && !member.startsWith('...'))?.[0];
  if (first !== undefined) {
    forms.push({ args: [['args: List']], reply });
  }
  if (first !== undefined && members.some(([, second = '...']) => !second.startsWith('...'))) {
    forms.push({ args: [[first.replace(/Token<.*/, 'string'), 'rest: List']], reply });
  }
  return forms;
}

function mainForms(name: string, doc: CommandDoc): Form[] {
  const given = FORMS[name];
  if (given !== undefined) {
    return given.map(([args, reply]) => ({ args: [args === '' ? [] : args.split(/, (?=\S+: )/)], reply }));
  }
  const reply = REPLIES.get(name);
  if (reply === undefined) {
    throw new Error(`What does ${name} reply? It is missing in replies.ts`);
  }
  if (doc.subcommands === undefined) {
    return [{ args: tuplesOf(doc.arguments ?? []), reply }];
  }
  const forms = Object.entries(SUBCOMMANDS[name] ?? {}).map(([subcommand, ownReply]): Form => {
    const own = doc.subcommands?.[subcommand];
    if (own === undefined) {
      throw new Error(`${name} has no subcommand ${subcommand}`);
    }
    const token = `subcommand: ${tokenType([subcommand.toUpperCase()])}`;
    return { args: tuplesOf(own.arguments ?? []).map((members) => [token, ...members]), reply: ownReply };
  });
  return [...forms, { args: [['subcommand: string', '...args: Item[]']], reply }];
}

/** The tuples that arguments make: exact as far as they are fixed, then open. */
function tuplesOf(given: readonly Argument[]): string[][] {
  const members: string[] = [];
  for (const [i, argument] of given.entries()) {
    const isLast = i === given.length - 1;
    const own = argument.multiple ? undefined : membersOf(argument);
    if (own === undefined || (argument.optional && !isLast)) {
      return [[...members, `...${isLast ? labelOf(argument) : 'args'}: Item[]`]];
    }
    if (argument.optional) {
      return [members, [...members, ...own]];
    }
    members.push(...own);
  }
  return [members];
}

/** What one argument adds to a tuple, if that is always the same. */
function membersOf({ name, type, token, arguments: inner = [] }: Argument): string[] | undefined {
  const label = camelCase(name);
  if (type === 'pure-token') {
    return [`${label}: ${tokenType([token as string])}`];
  }
  const before = token === undefined ? [] : [`${camelCase(token.toLowerCase())}Token: ${tokenType([token])}`];
  const scalar = SCALARS[type];
  if (scalar !== undefined) {
    return [...before, `${label}: ${scalar}`];
  }
  if (type === 'oneof') {
    if (inner.every((one) => one.type === 'pure-token')) {
      return [...before, `${label}: ${tokenType(inner.map((one) => one.token as string))}`];
    }
    const types = inner.map((one) => (one.token === undefined && !one.multiple ? SCALARS[one.type] : undefined));
    return types.includes(undefined) ? undefined : [...before, `${label}: ${unionOf(types as string[])}`];
  }
  const members = inner.map((one) => (one.multiple || one.optional ? undefined : membersOf(one)));
  return members.includes(undefined) ? undefined : [...before, ...(members as string[][]).flat()];
}

function tokenType(tokens: readonly string[]): string {
  return `Token<${tokens.map((token) => `'${token}'`).join(' | ')}>`;
}

function labelOf({ name, type, multiple, arguments: inner = [] }: Argument): string {
  if (!multiple) {
    return 'options';
  }
  return camelCase(type === 'block' ? inner.map((one) => one.name).join('_and_') : name);
}

function camelCase(name: string): string {
  return name.replace(/[^a-zA-Z0-9]+(.)/g, (_all, letter: string) => letter.toUpperCase());
}

/** A union of types, each of its members once. */
function unionOf(types: readonly string[]): string {
  // Not at what is within brackets.
  const members = new Set(types.flatMap((type) => type.split(/ \| (?![^[(<]*[\])>])/)));
  return members.has('unknown') ? 'unknown' : [...members].join(' | ');
}
