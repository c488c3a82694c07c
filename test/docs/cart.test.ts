import { expect } from 'chai';
import * as embedded from '../../lib/embedded/index.js';
import { RedisCluster } from '../../lib/index.js';
import { snippetWith } from '../support/snippets.js';

const MODULES: Readonly<Record<string, unknown>> = {
  chai: { expect },
  clusterwise: { RedisCluster },
  'clusterwise/embedded': embedded,
};

describe('README.md', () => {
  // The file of tests that it shows, as it is: these are its tests.
  const { code } = snippetWith('README.md', 'cart.test.mjs');
  const asScript = code.replace(/^import (\{.*\}) from (.*);$/gm, 'const $1 = require($2);');
  new Function('require', asScript)((name: string) => MODULES[name]);
});
