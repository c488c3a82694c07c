import { inspect } from 'node:util';

const colours = process.stdout.isTTY === true;
const bold = (text: string) => (colours ? `\u001b[1m${text}\u001b[0m` : text);
const dim = (text: string) => (colours ? `\u001b[2m${text}\u001b[0m` : text);

/** A headline. */
export function chapter(title: string, subtitle: string): void {
  console.log(`\n${bold(title)} ${dim(`– ${subtitle}`)}`);
}

/** What was done, and what came of it. */
export function show(what: string, result: unknown): void {
  const text = typeof result === 'string' ? result : inspect(result, { breakLength: Number.POSITIVE_INFINITY });
  console.log(`  ${what.padEnd(28)} ${text}`);
}

/** A remark. */
export function note(text: string): void {
  console.log(dim(text));
}
