/** Writes lib/command/signatures.ts: `npm run signatures`. */
import { writeFileSync } from 'node:fs';
import { FILE, render } from './render.js';

writeFileSync(FILE, render());
