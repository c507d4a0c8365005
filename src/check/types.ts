import { diagnostic } from '../diagnostics/report.ts';
import { adviceFor, replacement } from '../diagnostics/suggest.ts';
import type * as ast from '../parser/ast.ts';
import {
  BOOL,
  FLOAT,
  INT,
  LAYER,
  listOf,
  literalType,
  NONE,
  STRING,
  type Type,
  tupleOf,
  UNKNOWN,
  unionOf,
} from '../values/type.ts';
import type { Context } from './context.ts';

const named: ReadonlyMap<string, Type> = new Map([
  ['int', INT],
  ['float', FLOAT],
  ['bool', BOOL],
  ['string', STRING],
  ['none', NONE],
  ['layer', LAYER],
]);

/** What the types are called in other languages. */
const foreign: ReadonlyMap<string, string> = new Map([
  ['integer', 'int'],
  ['number', 'float'],
  ['double', 'float'],
  ['str', 'string'],
  ['text', 'string'],
  ['boolean', 'bool'],
  ['null', 'none'],
  ['module', 'layer'],
  ['tuple', '(int, int)'],
  ['list', '[int]'],
]);

/** The type that is written; an unknown name is reported and fits everything. */
export function readType(written: ast.TypeExpression, report: Context['report']): Type {
  switch (written.kind) {
    case 'named-type': {
      const type = named.get(written.name);
      if (type) return type;
      const usual = foreign.get(written.name.toLowerCase());
      const advice =
        written.name === 'tensor' || written.name === 'Tensor'
          ? { help: ['a tensor is no parameter: it flows in, and the signature says its shape'] }
          : usual
            ? { help: [`here it is written \`${usual}\``], fixes: [replacement(written.span, usual)] }
            : adviceFor(written.span, written.name, named.keys());
      report(diagnostic('ARC1009', written.span, { name: written.name }, advice));
      return UNKNOWN;
    }
    case 'literal-type':
      return literalType(written.value);
    case 'list-type':
      return listOf(readType(written.item, report));
    case 'tuple-type':
      return tupleOf(...written.items.map((item) => readType(item, report)));
    case 'union-type':
      return unionOf(...written.options.map((option) => readType(option, report)));
  }
}
