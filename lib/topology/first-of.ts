/**
 * The result of the first attempt that succeeds. Attempts are made one after the
 * other: the next when one has failed, or has taken so many milliseconds.
 * @throws AggregateError when all have failed
 */
export function firstOf<In, Out>(
  inputs: readonly In[],
  milliseconds: number,
  attempt: (input: In) => Promise<Out>,
): Promise<Out> {
  return new Promise((resolve, reject) => {
    const errors: Error[] = [];
    let begun = 0;
    let timer: NodeJS.Timeout | undefined;
    const next = () => {
      clearTimeout(timer);
      if (begun === inputs.length) {
        return;
      }
      const input = inputs[begun] as In;
      begun += 1;
      // The attempt under way keeps the process alive, not this.
      timer = setTimeout(next, milliseconds).unref();
      attempt(input).then(
        (result) => {
          clearTimeout(timer);
          begun = inputs.length;
          resolve(result);
        },
        (error: Error) => {
          errors.push(error);
          if (errors.length === inputs.length) {
            clearTimeout(timer);
            reject(new AggregateError(errors, `No server answers: ${errors.map(({ message }) => message).join('; ')}`));
          } else {
            next();
          }
        },
      );
    };
    next();
  });
}
