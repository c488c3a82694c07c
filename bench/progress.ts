const WIDTH = 24;

/** `[######              ] 12 of 48, 3 min left: get-100, redis-6` */
export function progressLine(done: number, total: number, milliseconds: number, what: string): string {
  const filled = Math.round((done / total) * WIDTH);
  const bar = '#'.repeat(filled).padEnd(WIDTH);
  return `[${bar}] ${done} of ${total}${done === 0 ? '' : `, ${left((milliseconds / done) * (total - done))} left`}: ${what}`;
}

function left(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 100 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}

/** A line that is written over and over, on a terminal; elsewhere nothing. */
export class Progress {
  readonly #start = performance.now();
  #done = 0;

  constructor(
    private readonly total: number,
    private readonly stream: NodeJS.WriteStream,
  ) {}

  begin(what: string): void {
    this.#write(progressLine(this.#done, this.total, performance.now() - this.#start, what));
    this.#done += 1;
  }

  /** Clears the line. */
  clear(): void {
    this.#write('');
  }

  #write(line: string): void {
    if (this.stream.isTTY) {
      this.stream.write(`\r\x1b[K${line.slice(0, this.stream.columns - 1)}`);
    }
  }
}
