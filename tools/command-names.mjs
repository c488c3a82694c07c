// Writes lib/command/names.ts: the names of all commands, as a type.
import { writeFileSync } from 'node:fs';
import { list } from '@ioredis/commands';

const names = [...list].sort();
const lines = names.map((name) => `  | '${name}'`).join('\n');
writeFileSync(
  new URL('../lib/command/names.ts', import.meta.url),
  `/** Every command of \`@ioredis/commands\`. Written by \`npm run names\`. */\nexport type CommandName =\n${lines};\n`,
);
console.log(`${names.length} names written`);
