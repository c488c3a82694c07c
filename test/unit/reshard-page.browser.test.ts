import { expect } from 'chai';
import { type Browser, chromium, type Page } from 'playwright-core';
import { waitUntil } from '../support/local-cluster/wait.js';
import { RunningExample } from '../support/run-example.js';

interface Seen {
  /** How many slots each master has, as its card says. */
  counts: number[];
  /** How many slots of the map have the colour of each card. */
  drawn: number[];
  /** How many slots of the map have two colours. */
  twoColoured: number;
  ground: string;
}

/** Executed by the browser, in one moment. */
const SEEN = `{
  const cards = [...document.querySelectorAll('.master')];
  const colours = cards.map((card) => getComputedStyle(card).borderTopColor);
  const pixels = document.getElementById('map').getContext('2d').getImageData(0, 0, 1024, 256).data;
  const colourAt = (slot, offset) => {
    const start = ((Math.floor(slot / 256) * 4 + offset) * 1024 + (slot % 256) * 4 + offset) * 4;
    return 'rgb(' + pixels.slice(start, start + 3).join(', ') + ')';
  };
  const slots = Array.from({ length: 16384 }, (_, slot) => slot);
  ({
    counts: cards.map((card) => Number(card.querySelector('.count').textContent.replace(/\\D/g, ''))),
    drawn: colours.map((colour) => slots.filter((slot) => colourAt(slot, 0) === colour).length),
    twoColoured: slots.filter((slot) => colourAt(slot, 0) !== colourAt(slot, 1)).length,
    ground: getComputedStyle(document.body).backgroundColor,
  });
}`;

describe('examples/reshard.ts, in a browser', () => {
  let browser: Browser;
  let example: RunningExample;
  let page: Page;
  const complaints: string[] = [];
  const requested: string[] = [];
  let url: string;

  before(async () => {
    example = new RunningExample('reshard.ts', [], ['600']);
    browser = await chromium.launch({ executablePath: process.env.CHROMIUM as string });
    await waitUntil('the page to be served', async () => /http:\S+/.test(example.printed));
    url = /http:\S+/.exec(example.printed)?.[0] as string;
    page = await browser.newPage({ colorScheme: 'light' });
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => requested.push(request.url()));
    await page.goto(url);
    await page.locator('.master').nth(2).waitFor();
  });

  after(async () => {
    await browser?.close();
    example?.signal('SIGTERM');
    await example?.ended;
  });

  const number = async (id: string) => Number((await page.locator(`#${id}`).textContent())?.replace(/\D/g, ''));

  const seen = () => page.evaluate<Seen>(SEEN);

  const drawnLikeCards = () =>
    waitUntil('the map to have the colours of the cards', async () => {
      const { counts, drawn } = await seen();
      return drawn.join() === counts.join();
    });

  it('shows every slot in the colour of its master', async () => {
    const { counts, drawn } = await seen();
    expect(counts).to.have.length(3);
    expect(counts.reduce((sum, count) => sum + count)).to.equal(16_384);
    expect(drawn).to.deep.equal(counts);
  });

  it('is drawn anew as slots move', async () => {
    const before = (await seen()).counts.join();
    await waitUntil('the cards to say something else', async () => (await seen()).counts.join() !== before);
    const { counts, drawn } = await seen();
    expect(counts.reduce((sum, count) => sum + count)).to.equal(16_384);
    expect(drawn).to.deep.equal(counts);
    await waitUntil('news', async () => (await page.locator('#news li').count()) > 0);
    expect(await page.locator('#news li').first().textContent()).to.match(/^slots \d+–\d+ from \S+:\d+ to \S+:\d+$/);
  });

  it('shows slots that are on their way in two colours', async () => {
    await waitUntil('some to be', async () => (await seen()).twoColoured > 0);
  });

  it('shows the traffic of each master, and that no answer was wrong', async () => {
    await waitUntil('redirections', async () => (await number('redirections')) > 0);
    await waitUntil('traffic of each master', async () => {
      const rates = await page.locator('.rate').allTextContents();
      return rates.length === 3 && rates.every((rate) => Number(rate.replace(/\D/g, '')) > 0);
    });
    const points = await page.locator('polyline').first().getAttribute('points');
    expect(points).to.match(/^[\d.]+,[\d.]+ /);
    await waitUntil('answers', async () => (await number('answers')) > 0);
    expect([await number('wrong'), await number('errors')]).to.deep.equal([0, 0]);
  });

  it('is light or dark, as the browser is, with its map', async () => {
    const light = await seen();
    await page.emulateMedia({ colorScheme: 'dark' });
    await waitUntil('the dark page', async () => (await seen()).ground !== light.ground);
    await drawnLikeCards();
    const channels = (colour: string) => (colour.match(/\d+/g) ?? []).slice(0, 3).map(Number);
    expect(Math.min(...channels(light.ground))).to.be.above(200);
    expect(Math.max(...channels((await seen()).ground))).to.be.below(50);
  });

  it('says that the program has ended, and did nothing that a browser complains about', async () => {
    example.signal('SIGINT');
    expect((await example.ended).code).to.equal(0);
    await page.getByText('The program has ended').waitFor();
    // Nothing but the browser's scheme can have it drawn now.
    await page.emulateMedia({ colorScheme: 'light' });
    await drawnLikeCards();
    expect(complaints).to.deep.equal([]);
    expect(requested.filter((one) => !one.startsWith(url) && !one.startsWith('data:'))).to.deep.equal([]);
  });
});
