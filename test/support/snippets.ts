import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'node:util';

/** A fenced block of a Markdown file. */
export interface Snippet {
  readonly file: string;
  /** Where its first line is. */
  readonly line: number;
  readonly language: string;
  readonly code: string;
}

/** What a snippet may name: modules that it requires, and variables that it does not declare. */
export interface Surroundings {
  readonly modules: Readonly<Record<string, unknown>>;
  readonly variables?: Readonly<Record<string, unknown>>;
}

const ROOT = join(__dirname, '../..');
const FENCED = /^```(\w+)\n([\s\S]*?)^```$/gm;

/** The blocks of a file of the project, in order. */
export function snippetsOf(file: string): Snippet[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  return [...text.matchAll(FENCED)].map(({ index, 1: language = '', 2: code = '' }) => ({
    file,
    line: text.slice(0, index).split('\n').length + 1,
    language,
    code,
  }));
}

/** The one block that has a text in it. */
export function snippetWith(file: string, text: string): Snippet {
  const [snippet, ...others] = snippetsOf(file).filter(({ code }) => code.includes(text));
  if (snippet === undefined || others.length > 0) {
    throw new Error(`${file} has ${others.length + (snippet === undefined ? 0 : 1)} blocks with ${text}`);
  }
  return snippet;
}

/** One of the two programs that a block `diff` shows. */
export function sideOf({ code, ...snippet }: Snippet, side: '-' | '+'): Snippet {
  const lines = code.split('\n').filter((line) => !line.startsWith(side === '-' ? '+' : '-'));
  return { ...snippet, language: 'js', code: lines.map((line) => line.slice(1)).join('\n') };
}

/** What its comments behind `console.log(…);` say that it prints. */
export function announcedBy({ code }: Snippet): string[] {
  return [...code.matchAll(/console\.log\(.*\);? \/\/ (.*)$/gm)].map(([, printed = '']) => printed);
}

/**
 * Runs the code of a block, in a function of its own.
 * @returns what it has printed so far; callbacks that are called later add to it
 */
export async function run(snippet: Snippet, { modules, variables = {} }: Surroundings): Promise<string[]> {
  const printed: string[] = [];
  const print = (...values: unknown[]) => printed.push(format(...values));
  const require = (name: string) => {
    if (!Object.hasOwn(modules, name)) {
      throw new Error(`${snippet.file}:${snippet.line} requires ${name}, which the test does not have`);
    }
    return modules[name];
  };
  const known = { require, console: { ...console, log: print }, ...variables };
  const AsyncFunction = (async () => {}).constructor as new (
    ...args: string[]
  ) => (...args: unknown[]) => Promise<void>;
  await new AsyncFunction(...Object.keys(known), snippet.code)(...Object.values(known));
  return printed;
}
