/**
 * What a reply looks like, for the compiler and at run time. A `Shape<A>` is no
 * `Shape<B>` unless A and B are the same type.
 */
export interface Shape<T> {
  readonly is: (value: unknown) => boolean;
  readonly exactly?: (value: T) => T;
}

export const string: Shape<string> = { is: (value) => typeof value === 'string' };
export const number: Shape<number> = { is: Number.isInteger };
export const nothing: Shape<null> = { is: (value) => value === null };

export function word<T extends string>(text: T): Shape<T> {
  return { is: (value) => value === text };
}

export function either<A, B>(a: Shape<A>, b: Shape<B>): Shape<A | B> {
  return { is: (value) => a.is(value) || b.is(value) };
}

export function orNull<T>(shape: Shape<T>): Shape<T | null> {
  return either(shape, nothing);
}

export function list<T>(element: Shape<T>): Shape<T[]> {
  return { is: (value) => Array.isArray(value) && value.every(element.is) };
}

export function tuple<T extends readonly unknown[]>(...members: { [Index in keyof T]: Shape<T[Index]> }): Shape<T> {
  const shapes: readonly Shape<unknown>[] = members;
  return {
    is: (value) =>
      Array.isArray(value) && value.length === shapes.length && shapes.every((shape, i) => shape.is(value[i])),
  };
}

/** An object whose values are all alike. */
export function fields<T>(content: Shape<T>): Shape<Record<string, T>> {
  return {
    is: (value) =>
      typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every(content.is),
  };
}
