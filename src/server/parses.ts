import type { Read } from '../check/load.ts';
import { type Parsed, parse } from '../parser/parse.ts';
import type { Use } from '../parser/use.ts';

/** What has been parsed lately, by path: a module that several files import is parsed once until its text changes. */
export function rememberParses(): Read {
  const known: Record<Use, Map<string, Parsed>> = {
    whole: new Map(),
    imported: new Map(),
    outline: new Map(),
  };
  return (source, use) => {
    const before = known[use].get(source.path);
    if (before?.module.source.text === source.text) return before;
    const parsed = parse(source, use);
    known[use].set(source.path, parsed);
    return parsed;
  };
}

/** How the modules around a file are read for a first look at it: no further than what they declare. */
export function outlined(read: Read): Read {
  return (source, use) => read(source, use === 'imported' ? 'outline' : use);
}
