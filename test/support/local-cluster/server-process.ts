import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { BUS_OFFSET } from './free-ports.js';

// The pipe on standard input is the lifeline. It ends when this process closes it, or dies, however it
// dies; the watcher then kills the process group: the server, the server's own forks, and itself. As a
// member the watcher keeps the group's id from being given to others, also when the server is gone.
// `exec` keeps the server on the process id of the shell.
const LIFELINE = `
exec 3<&0 </dev/null
(read -r _ <&3; kill -s KILL -- -$$) >/dev/null 2>&1 &
exec "$@" 2>&1 3<&-`;

/** The server ended because something else listens on its port, or on its cluster bus port. */
export class PortTakenError extends Error {}

/** One run of a `redis-server`, which cannot outlive this process. */
export class ServerProcess {
  /** Fulfilled when the server listens, rejected with its log when it ends before. */
  readonly ready: Promise<void>;
  readonly exited: Promise<void>;
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  #paused = false;

  constructor(port: number, command: readonly string[]) {
    const child = spawn('/bin/sh', ['-c', LIFELINE, 'sh', ...command], {
      detached: true, // a Ctrl-C in the terminal is for this process, which may want to stop in order
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    this.#child = child;
    this.exited = new Promise((resolve) => {
      child.once('exit', () => {
        child.stdin.destroy();
        resolve();
      });
    });
    this.ready = new Promise((resolve, reject) => {
      let log = '';
      const read = (chunk: Buffer) => {
        log += chunk.toString();
        if (!log.includes('Ready to accept connections')) return;
        child.stdout.off('data', read).resume();
        resolve();
      };
      child.stdout.on('data', read);
      child.once('error', reject);
      child.once('close', () => reject(endedEarly(port, log)));
    });
  }

  /** Undefined when the server has ended. */
  get pid(): number | undefined {
    const { exitCode, signalCode, pid } = this.#child;
    return exitCode === null && signalCode === null ? pid : undefined;
  }

  get running(): boolean {
    return this.pid !== undefined && !this.#paused;
  }

  pause(): void {
    this.#signal('SIGSTOP');
    this.#paused = true;
  }

  resume(): void {
    this.#signal('SIGCONT');
    this.#paused = false;
  }

  async kill(): Promise<void> {
    if (this.pid === undefined) return;
    this.#child.stdin.destroy();
    await this.exited;
  }

  #signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    if (this.pid !== undefined) process.kill(this.pid, signal);
  }
}

function endedEarly(port: number, log: string): Error {
  const taken = /Address already in use|Failed listening on port/.test(log);
  const what = taken ? `Port ${port} is taken, or ${port + BUS_OFFSET}, the one of its cluster bus: the` : 'The';
  const message = `${what} redis-server on port ${port} ended before it was ready:\n${log.trim()}`;
  return taken ? new PortTakenError(message) : new Error(message);
}
