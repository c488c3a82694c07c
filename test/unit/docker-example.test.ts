import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { parse } from 'yaml';
import { ADDRESSES } from '../../examples/docker/addresses.js';
import { RunningExample } from '../support/run-example.js';

const folder = join(__dirname, '../../examples/docker');

describe('examples/docker', () => {
  const { services } = parse(readFileSync(join(folder, 'compose.yaml'), 'utf8'), { merge: true });
  const { join: joining, ...nodes } = services;

  it('the address map has the name of each node, and its published port', () => {
    const published = Object.entries<{ hostname: string; ports: string[] }>(nodes).map(
      ([name, { hostname, ports }]) => {
        expect(hostname).to.equal(name);
        expect(ports).to.have.length(1);
        const [, address, inside] = /^(.*):(\d+)$/.exec(ports[0] as string) ?? [];
        return [`${hostname}:${inside}`, address];
      },
    );
    expect(ADDRESSES).to.deep.equal(Object.fromEntries(published));
  });

  it('whoever joins the nodes waits for all of them', () => {
    expect(Object.keys(joining.depends_on)).to.deep.equal(Object.keys(nodes));
    for (const node of Object.values<{ healthcheck: unknown }>(nodes)) {
      expect(node.healthcheck).to.be.an('object');
    }
  });

  it('the program says what to do when there is no cluster', async () => {
    const { stderr, code } = await new RunningExample('docker/visit.ts', Array(6).fill('127.0.0.1:1')).ended;
    expect(stderr).to.include('docker compose').and.include('CLUSTER_UNAVAILABLE');
    expect(code).to.equal(1);
  });
});
