/** A value that is worked out when it is first asked for: most files never need it. */
export function lazily<V>(make: () => V): () => V {
  let known: { readonly value: V } | undefined;
  return () => {
    known ??= { value: make() };
    return known.value;
  };
}
