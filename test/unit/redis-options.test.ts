import { createRequire } from 'node:module';
import { expect } from 'chai';
import { fake } from 'sinon';
import { adapt } from '../../lib/client/adapt.js';

const { createClient } = createRequire(__filename)('redis-5');

/** The options with which a command is given to a client of redis 5. */
function optionsGiven(client: { sendCommand: unknown }, buffers = false): unknown {
  const send = fake.resolves('value');
  client.sendCommand = send;
  adapt(client).send({ name: 'get', args: ['key'], buffers, settle: () => {} });
  expect(send.args).to.have.lengthOf(1);
  expect(send.args[0]?.[0]).to.deep.equal(['get', 'key']);
  return send.args[0]?.[1];
}

describe('the options of a command over redis 5', () => {
  it('are none where it needs none, as they cost as much as the rest of it', () => {
    expect(optionsGiven(createClient())).to.equal(undefined);
  });

  it('are none for a duplicate of a client whose timeout is none', () => {
    const template = createClient({ commandOptions: { timeout: undefined } });
    expect(optionsGiven(template.duplicate({ socket: { port: 7000 } }))).to.equal(undefined);
  });

  it('are given where replies are wanted as Buffers, or its own have to be changed', () => {
    expect(optionsGiven(createClient(), true)).to.include({ returnBuffers: true });
    expect(optionsGiven(createClient({ RESP: 3 }))).to.have.property('typeMapping');
    expect(optionsGiven(createClient({ commandOptions: { asap: true } }))).to.have.property('typeMapping');
  });
});
