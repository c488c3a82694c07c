/** A command as it is written, in pieces. */
export type Chunks = readonly (string | Buffer)[];

// A socket of Node asks for a pause when it holds so much.
const LONGEST = 16_384;
// What is longer is not copied.
const LARGEST = 4096;

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
