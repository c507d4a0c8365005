import { error } from '../template.ts';

/** ARC1: names and modules. */
export const names = {
  ARC1001: error<{ what: string; name: string }>(
    'unknown name',
    ({ what, name }) => `there is no ${what} named \`${name}\``,
  ),
  ARC1002: error<{ path: string }>('unknown module', ({ path }) => `there is no module "${path}"`),
  ARC1003: error<{ path: string }>(
    'import cycle',
    ({ path }) => `importing "${path}" leads back to this file`,
  ),
  ARC1004: error<{ name: string; path: string }>(
    'unknown import',
    ({ name, path }) => `the module "${path}" declares no \`${name}\``,
  ),
  ARC1005: error<{ name: string }>('duplicate name', ({ name }) => `\`${name}\` is declared twice`),
  ARC1006: error<{ name: string }>(
    'hidden name',
    ({ name }) => `\`${name}\` would hide a name of the same body`,
  ),
  ARC1007: error<{ label: string }>(
    'label clashes with a counter',
    ({ label }) => `the label \`${label}\` is also the counted name of another part`,
  ),
  ARC1008: error<{ path: string }>(
    'malformed module path',
    ({ path }) => `"${path}" is neither a module of the standard library nor a relative path`,
  ),
  ARC1009: error<{ name: string }>('unknown type', ({ name }) => `there is no type named \`${name}\``),
};
