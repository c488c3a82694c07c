// Tests under test/real, and *.real.test.ts elsewhere, start processes of
// redis-server. A machine without it runs all others, and is told what was left
// out; CI must not leave out any.
const { spawnSync } = require('node:child_process');

const hasRedisServer = spawnSync('redis-server', ['--version']).status === 0;

if (!hasRedisServer) {
  const remedy = 'Install it: apt-get install redis-server, or brew install redis.';
  if (process.env.CI === 'true') {
    throw new Error(`redis-server is not on the PATH, and CI leaves out no test. ${remedy}`);
  }
  process.on('exit', () => {
    console.log(`Left out: the tests on real servers, since redis-server is not on the PATH. ${remedy}`);
  });
}

module.exports = {
  require: 'tsx',
  timeout: 60_000,
  ignore: hasRedisServer ? [] : ['test/real/**', 'test/**/*.real.test.ts'],
};
