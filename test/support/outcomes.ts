import { waitUntil } from './local-cluster/index.js';

type Callback = (error: Error | null, reply?: unknown) => void;

/**
 * Calls something for each input, and resolves when each has been answered. Says
 * for each input all that its callback got: a reply, or the `code` of an error.
 */
export async function outcomes<Input>(
  inputs: readonly Input[],
  call: (input: Input, callback: Callback) => unknown,
): Promise<unknown[][]> {
  const answers = inputs.map(() => [] as unknown[]);
  inputs.forEach((input, i) => {
    call(input, (error, reply) => answers[i]?.push(error === null ? reply : codeOf(error)));
  });
  await waitUntil('every callback to be called', async () => answers.every(({ length }) => length > 0));
  return answers;
}

function codeOf(error: Error): string {
  return (error as { code?: string }).code ?? error.message;
}
