type Chunks = readonly (string | Buffer)[];

/** What is used of the queue of a client of redis 5 or 6. */
interface CommandsQueue {
  /** Takes commands from those that are to be written, each of them as it is sent, in pieces. */
  commandsToWrite(): Iterable<Chunks>;
}

// A socket of Node asks for a pause when it holds so much.
const LONGEST = 16_384;
// What is longer is not copied.
const LARGEST = 4096;

/**
 * Has what a client of redis 5 or 6 sends in one turn leave in one piece. By
 * itself it writes a string for each command, into a corked socket: as many
 * chunks of one `writev`, each with an object or two and an encoding of its own.
 * Left alone is a queue that is not of the form known, or that somebody has changed.
 */
export function joinWrites(client: object): void {
  const queue = (client as { _getQueue?(): CommandsQueue })._getQueue?.();
  const take = queue?.commandsToWrite;
  if (queue !== undefined && take !== undefined && KNOWN.test(String(take))) {
    queue.commandsToWrite = () => joined(take.call(queue));
  }
}

// A command counts as written when it was taken, and nothing is done with it after that.
const KNOWN =
  /^\s*\*\s*commandsToWrite\(\)[\s\S]*\.push\(toSend\);\s*yield encoded;\s*toSend\s*=\s*this\.#toWrite\.shift\(\);?\s*\}\s*\}$/;

/** The same, in fewer and longer pieces. It may be left after each of them: what was taken by then is in it, whole. */
export function* joined(commands: Iterable<Chunks>): Generator<Chunks> {
  let text = '';
  try {
    for (const chunks of commands) {
      const [chunk] = chunks;
      if (chunks.length > 1 || typeof chunk !== 'string' || chunk.length > LARGEST) {
        yield text === '' ? chunks : [text, ...chunks];
        text = '';
      } else {
        text += chunk;
        if (text.length >= LONGEST) {
          yield [text];
          text = '';
        }
      }
    }
  } catch (error) {
    // What was taken before has its place among those that wait for replies.
    if (text !== '') {
      yield [text];
    }
    throw error;
  }
  if (text !== '') {
    yield [text];
  }
}
