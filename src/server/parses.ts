import type { Read } from '../check/load.ts';
import { type Parsed, parse } from '../parser/parse.ts';

/** What has been parsed lately, by path: a module that several files import is parsed once until its text changes. */
export function rememberParses(): Read {
  const known = { whole: new Map<string, Parsed>(), imported: new Map<string, Parsed>() };
  return (source, use) => {
    const before = known[use].get(source.path);
    if (before?.module.source.text === source.text) return before;
    const parsed = parse(source, use);
    known[use].set(source.path, parsed);
    return parsed;
  };
}
