import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

const HTML = readFileSync(join(__dirname, 'page.html'));
const NEWS_KEPT = 8;

/** What the page is told of. */
export interface News {
  slots: [first: number, last: number, master: string][];
  moving: { slots: number[]; to: string };
  traffic: { perSecond: Record<string, number>; answers: number; wrong: number; errors: number; redirections: number };
  news: string;
}

/**
 * A page on 127.0.0.1, and all who look at it.
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export class Page {
  readonly #server: Server;
  readonly #viewers = new Set<ServerResponse>();
  // For those who come later: the last of each kind, and some of the news.
  readonly #last = new Map<keyof News, string>();
  readonly #news: string[] = [];

  private constructor() {
    this.#server = createServer((request, response) => {
      if (request.url === '/events') {
        this.#welcome(response);
      } else if (request.url === '/') {
        response.setHeader('content-type', 'text/html; charset=utf-8').end(HTML);
      } else {
        response.writeHead(404).end();
      }
    });
  }

  /** @param port any that is free where it is 0 */
  static async serve(port: number): Promise<Page> {
    const page = new Page();
    await once(page.#server.listen(port, '127.0.0.1'), 'listening');
    return page;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  tell<Event extends keyof News>(event: Event, data: News[Event]): void {
    const text = eventOf(event, data);
    if (event === 'news') {
      this.#news.push(text);
      this.#news.splice(0, this.#news.length - NEWS_KEPT);
    } else {
      this.#last.set(event, text);
    }
    for (const viewer of this.#viewers) viewer.write(text);
  }

  async close(): Promise<void> {
    for (const viewer of this.#viewers) viewer.end(eventOf('end', null));
    this.#server.close();
    // A browser keeps connections open that it has no use for.
    this.#server.closeIdleConnections();
    await once(this.#server, 'close');
  }

  #welcome(viewer: ServerResponse): void {
    viewer.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', connection: 'close' });
    viewer.write([...this.#last.values(), ...this.#news].join(''));
    this.#viewers.add(viewer);
    viewer.once('close', () => this.#viewers.delete(viewer));
  }
}

function eventOf(event: string, data: unknown): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
