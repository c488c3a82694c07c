import type { Violation } from './model.js';

const LONGEST_WORDS = 60;

/** What was done and seen, for the lines on the way and the table at the end. */
export class Report {
  readonly commands = new Map<string, number>();
  readonly errors = new Map<string, number>();
  readonly faults = new Map<
    string,
    { times: number; longest: number; late: number; what: string; uncertain: number }
  >();
  readonly violations: Violation[] = [];
  longest = { milliseconds: 0, what: 'none' };
  reads = 0;
  /** Acknowledged writes that a killed master had and its replica never got, counted by groups of keys. */
  lostByServers = 0;
  messages = { published: 0, received: 0, lost: 0 };
  readonly #begun = performance.now();
  #endedAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly say: (line: string) => void) {}
  #during = 'no fault yet';

  faultBegan(name: string): void {
    this.#during = name;
    this.#fault(name).times += 1;
  }

  /** The cluster is at rest again. */
  faultEnded(): void {
    this.#endedAt = performance.now();
  }

  /** The last fault that began. */
  get during(): string {
    return this.#during;
  }

  /** A command was answered that was called during a fault, or after it and before the next. */
  took(what: string, during: string, issuedAt: number): void {
    const now = performance.now();
    const milliseconds = now - issuedAt;
    const fault = this.#fault(during);
    if (this.#endedAt > issuedAt) {
      fault.late = Math.max(fault.late, now - this.#endedAt);
    }
    if (milliseconds > fault.longest) {
      fault.longest = milliseconds;
      fault.what = what;
    }
    if (milliseconds > this.longest.milliseconds) {
      this.longest = { milliseconds, what: `${what}, ${during}` };
    }
  }

  did(client: string, commands: number): void {
    count(this.commands, client, commands);
  }

  failed(code: string): void {
    count(this.errors, code, 1);
    this.#fault(this.#during).uncertain += 1;
  }

  violated(violation: Violation): void {
    this.violations.push(violation);
    this.say(
      [`VIOLATION at ${this.#elapsed()}, ${this.#during}: ${violation.message}`, ...violation.history].join('\n    '),
    );
  }

  line(pending: number): string {
    const faults = [...this.faults.values()].reduce((sum, { times }) => sum + times, 0);
    return [
      this.#elapsed().padStart(7),
      `${sumOf(this.commands)} commands`,
      `${pending} under way`,
      `${this.reads} stale-tolerant reads`,
      `${faults} faults (${this.#during})`,
      `errors: ${inWords(this.errors)}`,
      `longest ${Math.round(this.longest.milliseconds)} ms`,
    ].join('  ');
  }

  table(rows: readonly (readonly [string, string])[]): string {
    const lines = [...this.faults].map(([name, { times, longest, late, what, uncertain }]) => [
      name,
      String(times),
      String(uncertain),
      `${Math.round(late)} ms`,
      `${Math.round(longest)} ms`,
      what.slice(0, LONGEST_WORDS),
    ]);
    return [
      '',
      ...columns([['fault', 'times', 'failed writes', 'after it', 'longest', 'command'], ...lines]),
      '',
      ...columns([
        ['commands', `${sumOf(this.commands)} (${inWords(this.commands)})`],
        ['reads from replicas too', String(this.reads)],
        ['errors', inWords(this.errors)],
        ['longest command', `${Math.round(this.longest.milliseconds)} ms (${this.longest.what})`],
        ['lost by the servers', String(this.lostByServers)],
        ['messages', inWords(new Map(Object.entries(this.messages)))],
        ...rows.map((row) => [...row]),
        ['violations', String(this.violations.length)],
      ]),
    ].join('\n');
  }

  #fault(name: string): { times: number; longest: number; late: number; what: string; uncertain: number } {
    let fault = this.faults.get(name);
    if (fault === undefined) {
      fault = { times: 0, longest: 0, late: 0, what: '', uncertain: 0 };
      this.faults.set(name, fault);
    }
    return fault;
  }

  #elapsed(): string {
    return `${((performance.now() - this.#begun) / 1000).toFixed(1)} s`;
  }
}

function count(counts: Map<string, number>, name: string, by: number): void {
  counts.set(name, (counts.get(name) ?? 0) + by);
}

function sumOf(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((sum, each) => sum + each, 0);
}

function inWords(counts: ReadonlyMap<string, number>): string {
  return counts.size === 0 ? 'none' : [...counts].map(([name, times]) => `${name} ${times}`).join(', ');
}

function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_cell, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] as number))
      .join('  ')
      .trimEnd(),
  );
}
