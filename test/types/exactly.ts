/** The same type, not only one that is assignable: `any` equals `any` alone. */
export type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Compiles for a value of exactly this type: `exactly<number>()(value)`. */
export declare function exactly<Expected>(): <Actual>(
  value: Actual,
  ...same: Same<Actual, Expected> extends true ? [] : [never]
) => void;
