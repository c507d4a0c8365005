import { error } from '../template.ts';

/** ARC2: types, values and calls. 20xx at the definition, 21xx at an instantiation, 22xx limits, 23xx what is built. */
export const types = {
  ARC2001: error<{ what: string; expected: string; found: string }>(
    'wrong type',
    ({ what, expected, found }) => `${what} must be ${expected}, found ${found}`,
  ),
  ARC2002: error<{ callee: string; name: string }>(
    'unknown parameter',
    ({ callee, name }) => `\`${callee}\` has no parameter \`${name}\``,
  ),
  ARC2003: error<{ callee: string; missing: string }>(
    'missing argument',
    ({ callee, missing }) => `this call of \`${callee}\` lacks ${missing}`,
  ),
  ARC2004: error<{ callee: string; name: string }>(
    'repeated argument',
    ({ callee, name }) => `\`${name}\` is given twice to \`${callee}\``,
  ),
  ARC2005: error<{ callee: string; takes: string; given: number }>(
    'too many arguments',
    ({ callee, takes, given }) => `\`${callee}\` takes ${takes}, found ${given}`,
  ),
  ARC2006: error<{ callee: string }>(
    'positional argument after a named one',
    ({ callee }) => `in a call of \`${callee}\`, arguments by position stand before those by name`,
  ),
  ARC2007: error<{ name: string; what: string }>(
    'not callable',
    ({ name, what }) => `\`${name}\` is ${what} and cannot be called`,
  ),
  ARC2008: error<{ operator: string; left: string; right: string }>(
    'operator on wrong types',
    ({ operator, left, right }) => `\`${operator}\` does not work on ${left} and ${right}`,
  ),
  ARC2009: error<{ name: string; what: string }>(
    'not a value',
    ({ name, what }) => `\`${name}\` is ${what}, not a compile-time value`,
  ),
  ARC2010: error<{ name: string }>(
    'recursion',
    ({ name }) => `\`${name}\` mentions itself; nothing may recurse`,
  ),
  ARC2011: error<{ found: string }>('not indexable', ({ found }) => `${found} cannot be indexed`),
  ARC2012: error<{ names: number; found: string }>(
    'pattern does not fit',
    ({ names, found }) => `a pattern of ${names} names does not fit ${found}`,
  ),
  ARC2013: error<{ found: string }>('not a list', ({ found }) => `a loop runs over a list, found ${found}`),
  ARC2014: error<{ what: string; where: string }>(
    'statement out of place',
    ({ what, where }) => `${what} cannot stand ${where}`,
  ),
  ARC2015: error(
    'symbolic size out of place',
    () => 'a symbolic size stands only in the shape of an `input` or an `expect`',
  ),
  ARC2016: error<{ problem: string }>('misplaced `_`', ({ problem }) => problem),
  ARC2017: error<{ name: string }>(
    'bare layer name',
    ({ name }) => `\`${name}\` names a layer but does not apply it`,
  ),
  ARC2018: error<{ name: string }>(
    'function as a statement',
    ({ name }) => `\`${name}\` is a function: its result is a value, not a layer call`,
  ),
  ARC2019: error<{ join: string; found: string }>(
    'join of something else than tensors',
    ({ join, found }) => `${join} takes tensors, found ${found}`,
  ),
  ARC2020: error<{ name: string }>(
    'arguments for a layer value',
    ({ name }) => `\`${name}\` is a layer value, which is applied without arguments`,
  ),
  ARC2021: error<{ name: string }>(
    'default of a bound parameter',
    ({ name }) => `the signature binds \`${name}\`, so it cannot have a default of its own`,
  ),
  ARC2022: error<{ name: string }>(
    'network called',
    ({ name }) => `the network \`${name}\` can only be called in a test without inputs`,
  ),
  ARC2023: error<{ construct: string; problem: string }>(
    'argument of a construct',
    ({ construct, problem }) => `\`${construct}\`: ${problem}`,
  ),
  ARC2024: error<{ left: string; right: string }>(
    'comparison that never holds',
    ({ left, right }) => `${left} can never equal ${right}`,
  ),
  ARC2025: error<{ problem: string }>('tensor alone', ({ problem }) => problem),
  ARC2026: error<{ name: string }>(
    'join as a layer value',
    ({ name }) => `\`${name}\` joins several tensors, so it is no layer value`,
  ),
  ARC2027: error<{ problem: string }>('malformed expectation', ({ problem }) => problem),
  ARC2028: error<{ problem: string }>('malformed signature', ({ problem }) => problem),

  ARC2101: error('division by zero', () => 'this divides by zero'),
  ARC2102: error<{ what: string }>('overflow', ({ what }) => `${what} is beyond 2^53`),
  ARC2103: error<{ call: string }>('not a number', ({ call }) => `\`${call}\` is not a number`),
  ARC2104: error<{ count: number }>(
    'negative repeat',
    ({ count }) => `\`repeat\` needs a count of 0 or more, found ${count}`,
  ),
  ARC2105: error<{ exponent: number }>(
    'negative exponent of an int',
    ({ exponent }) => `the exponent of an int must be 0 or more, found ${exponent}`,
  ),
  ARC2106: error<{ index: number; length: number }>(
    'index out of range',
    ({ index, length }) => `index ${index} is outside of a list of length ${length}`,
  ),
  ARC2107: error<{ what: string; expected: string; found: string }>(
    'value of the wrong type',
    ({ what, expected, found }) => `${what} must be ${expected}, and here it is ${found}`,
  ),
  ARC2108: error<{ call: string }>('empty list', ({ call }) => `\`${call}\` of an empty list has no value`),
  ARC2109: error<{ found: string }>(
    'pattern does not fit the value',
    ({ found }) => `this pattern does not fit ${found}`,
  ),

  ARC2201: error<{ limit: string }>(
    'too many steps',
    ({ limit }) => `this needs more than ${limit} evaluation steps`,
  ),
  ARC2202: error<{ limit: string }>(
    'too many nodes',
    ({ limit }) => `this network has more than ${limit} nodes`,
  ),
  ARC2203: error<{ limit: number }>(
    'calls too deep',
    ({ limit }) => `calls are nested more than ${limit} deep`,
  ),

  ARC2301: error<{ path: string }>('nothing to build', ({ path }) => `"${path}" declares no network`),
  ARC2302: error<{ name: string; path: string }>(
    'unknown network',
    ({ name, path }) => `"${path}" declares no network \`${name}\``,
  ),
  ARC2303: error<{ path: string; networks: string }>(
    'several networks',
    ({ path, networks }) => `"${path}" declares several networks: ${networks}`,
  ),
  ARC2304: error<{ network: string; missing: string }>(
    'network without its arguments',
    ({ network, missing }) => `the network \`${network}\` needs ${missing}`,
  ),
};
