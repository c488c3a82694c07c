/**
 * 300 embedded nodes in a process of their own; tells their addresses, and
 * moves a slot when it is told to. Ends with its parent.
 */
import { startEmbeddedCluster } from '../../lib/embedded/index.js';

const MASTERS = 300;

async function main(): Promise<void> {
  const embedded = await startEmbeddedCluster({ masters: MASTERS });
  let slot = 0;
  process.on('message', () => {
    slot = (slot + 1) % 16_384;
    const owner = embedded.ownerOf(slot);
    const target = embedded.masters.find((master) => master !== owner);
    if (target !== undefined) {
      embedded.moveSlot(slot, target).catch(fail);
    }
  });
  process.on('disconnect', () => process.exit());
  process.send?.(embedded.servers.slice(0, 3));
}

function fail(error: unknown): void {
  console.error(error);
  process.exit(1);
}

main().catch(fail);
