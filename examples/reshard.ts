/**
 * Watching slots move while a program goes on: `npx tsx examples/reshard.ts [seconds]`
 *
 * Serves a page with the map of the slots and the traffic of each master, as this
 * client sees them. Meanwhile masters give a quarter of their slots to the next one
 * and take them back, and every answer that the program gets is checked. It ends
 * after a minute, or with Ctrl-C, with every slot where it was. All keys begin with
 * `reshard:` and are deleted again; slots with other keys stay where they are.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { RedisCluster, type SlotRange } from 'clusterwise';
import { embeddedMover, type Mover, operatorsMover } from './reshard/mover.js';
import { Page } from './reshard/page.js';
import { Traffic } from './reshard/traffic.js';
import { onCluster } from './support/on-cluster.js';
import { show } from './support/print.js';

const SECONDS = Number(process.argv[2] ?? 60);
/** How many slots are on their way together, and for how long. */
const TOGETHER = 128;
const PAUSE = 200;

onCluster(async (servers, embedded) => {
  if (!(SECONDS > 0)) {
    throw new TypeError(`Expected a number of seconds, got ${process.argv[2]}`);
  }
  const ending = endAfter(SECONDS);
  const end = ending.signal;
  const client = new RedisCluster({ servers });
  client.on('error', (error) => console.error(error));
  const page = await Page.serve(Number(process.env.PORT ?? 0));
  try {
    show('open', page.url);
    await client.waitFor('ready');
    client.on('topology', () => page.tell('slots', slotsOf(client)));
    page.tell('slots', slotsOf(client));

    const traffic = new Traffic(client);
    const work = Promise.all([traffic.run(end), report(client, traffic, page, end)]);
    const mover = embedded === undefined ? await operatorsMover(client, Traffic.owns) : embeddedMover(embedded);
    const moved = await reshard(mover, page, client, end).finally(() => mover.close());
    await work;

    show('slots moved', moved);
    show('redirections followed', client.stats().redirections);
    show('answers', `${traffic.answers}, ${traffic.wrong} of them wrong, ${traffic.errors} errors`);
    await traffic.clear();
  } finally {
    ending.abort();
    await page.close();
    await client.quit();
  }
});

/** Moves a quarter of a master's slots to the next one and home again, and so on with the next. */
async function reshard(mover: Mover, page: Page, client: RedisCluster, end: AbortSignal): Promise<number> {
  const homes = mover.masters.map((master) => ({ master, slots: quarterOf(master, client.getSlots()) }));
  let moved = 0;
  for (let i = 0; homes.length > 1 && !end.aborted; i = (i + 1) % homes.length) {
    const { master: home, slots } = homes[i] as (typeof homes)[0];
    const away = mover.masters[(i + 1) % mover.masters.length] as string;
    const gone: number[] = [];
    for (let at = 0; at < slots.length && !end.aborted; at += TOGETHER) {
      gone.push(...(await moveTogether(slots.slice(at, at + TOGETHER), home, away)));
    }
    // Home they go in any case.
    for (let at = 0; at < gone.length; at += TOGETHER) {
      await moveTogether(gone.slice(at, at + TOGETHER), away, home);
    }
    moved += 2 * gone.length;
  }
  return moved;

  async function moveTogether(slots: number[], from: string, to: string): Promise<number[]> {
    const pause = () => sleep(PAUSE, undefined, { signal: end }).catch(() => {});
    const open = await mover.open(slots, from, to);
    if (open.length === 0) return open;
    page.tell('moving', { slots: open, to });
    await mover.moveKeys(open, from, to); // the former owner answers ASK from now on …
    await pause();
    await mover.finish(open, from, to); // … and MOVED from now on
    page.tell('moving', { slots: [], to });
    page.tell('news', `slots ${open[0]}–${open.at(-1)} from ${from} to ${to}`);
    await pause();
    return open;
  }
}

/** Tells the page twice a second what was done. */
async function report(client: RedisCluster, traffic: Traffic, page: Page, end: AbortSignal): Promise<void> {
  let former = new Map<string, number>();
  for (let since = performance.now(); !end.aborted; ) {
    await sleep(500, undefined, { signal: end }).catch(() => {});
    const { nodes, redirections } = client.stats();
    const seconds = (performance.now() - since) / 1000;
    since = performance.now();
    const commands = new Map(nodes.map((node) => [`${node.host}:${node.port}`, node.commands]));
    const perSecond = [...commands].map(([master, count]) => [
      master,
      Math.round((count - (former.get(master) ?? count)) / seconds),
    ]);
    former = commands;
    const { answers, wrong, errors } = traffic;
    page.tell('traffic', { perSecond: Object.fromEntries(perSecond), answers, wrong, errors, redirections });
  }
}

/** For the page: `[first, last, master]`. */
function slotsOf(client: RedisCluster): [number, number, string][] {
  return client.getSlots().map(({ first, last, master }) => [first, last, `${master.host}:${master.port}`]);
}

function quarterOf(master: string, ranges: readonly SlotRange[]): number[] {
  const own = ranges
    .filter((range) => `${range.master.host}:${range.master.port}` === master)
    .flatMap(({ first, last }) => Array.from({ length: last - first + 1 }, (_, i) => first + i));
  return own.slice(0, own.length / 4);
}

/** Aborted when the time is up, or by Ctrl-C. */
function endAfter(seconds: number): AbortController {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), seconds * 1000).unref();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => controller.abort());
  }
  return controller;
}
