import type { ISerializedGast, TokenType } from 'chevrotain';
import { ArchParser } from '../../src/parser/grammar.ts';
import { allTokens, EndOfFile, mistakenTokens } from '../../src/parser/tokens.ts';

/** A grammar in the few forms that its renderings need. */
export type Piece =
  | { readonly kind: 'rule' | 'token' | 'text'; readonly text: string }
  | { readonly kind: 'sequence' | 'choice'; readonly items: readonly Piece[] }
  | { readonly kind: 'optional' | 'many' | 'some'; readonly item: Piece };

export interface Production {
  readonly name: string;
  readonly definition: Piece;
}

/** The rules of the real parser, those that can be reached from a module first, in the order in which they are met. */
export function productions(): readonly Production[] {
  const rules = new Map(
    new ArchParser().getSerializedGastProductions().flatMap((rule) => {
      const { name, definition } = rule as Node;
      return name ? [[name, sequence(definition ?? [])] as const] : [];
    }),
  );
  const order = ['module'];
  for (const name of order) {
    for (const next of mentions(rules.get(name))) if (!order.includes(next)) order.push(next);
  }
  return order.flatMap((name) => {
    const definition = rules.get(name);
    return definition ? [{ name, definition }] : [];
  });
}

/** The tokens whose text varies, with their patterns. */
export function lexicalRules(): readonly { readonly name: string; readonly pattern: string }[] {
  return allTokens.flatMap(({ name, PATTERN, GROUP }) =>
    PATTERN instanceof RegExp &&
    PATTERN.source !== 'NOT_APPLICABLE' &&
    GROUP !== 'unexpected' &&
    !isMistaken(name)
      ? [{ name, pattern: PATTERN.source }]
      : [],
  );
}

interface Node extends ISerializedGast {
  readonly name?: string;
  readonly definition?: Node[];
  readonly separator?: Node;
}

function piece(node: Node): Piece {
  const inner = () => sequence(node.definition ?? []);
  switch (node.type) {
    case 'NonTerminal':
      return { kind: 'rule', text: node.name ?? '' };
    case 'Terminal':
      return terminal(node.name ?? '');
    case 'Option':
      return { kind: 'optional', item: inner() };
    case 'Repetition':
      return { kind: 'many', item: inner() };
    case 'RepetitionMandatory':
      return { kind: 'some', item: inner() };
    case 'RepetitionMandatoryWithSeparator': {
      const separator = piece(node.separator ?? node);
      const again: Piece = { kind: 'many', item: { kind: 'sequence', items: [separator, inner()] } };
      return { kind: 'sequence', items: [inner(), again] };
    }
    case 'Alternation':
      return {
        kind: 'choice',
        items: (node.definition ?? []).map((each) => sequence(each.definition ?? [])),
      };
    default:
      return inner();
  }
}

function sequence(nodes: readonly Node[]): Piece {
  const items = nodes.map(piece);
  const [only] = items;
  return items.length === 1 && only ? only : { kind: 'sequence', items };
}

/** A token as its text, as the choice of the tokens of its category, or by its name. */
function terminal(name: string): Piece {
  if (name === EndOfFile.name) return { kind: 'token', text: 'EndOfFile' };
  const type = allTokens.find((each) => each.name === name);
  if (typeof type?.PATTERN === 'string') return { kind: 'text', text: type.PATTERN };
  if (type && type.name !== 'Identifier') {
    const members = allTokens.filter((each) => belongs(each, type) && typeof each.PATTERN === 'string');
    if (members.length > 0)
      return { kind: 'choice', items: members.map((each) => ({ kind: 'text', text: String(each.PATTERN) })) };
  }
  return { kind: 'token', text: name };
}

function belongs(type: TokenType, category: TokenType): boolean {
  const categories = type.CATEGORIES ?? [];
  return !isMistaken(type.name) && categories.some((each) => each === category || belongs(each, category));
}

function isMistaken(name: string): boolean {
  return [...mistakenTokens].some((each) => each.name === name);
}

function mentions(of: Piece | undefined): string[] {
  if (!of) return [];
  switch (of.kind) {
    case 'rule':
      return [of.text];
    case 'sequence':
    case 'choice':
      return of.items.flatMap(mentions);
    case 'optional':
    case 'many':
    case 'some':
      return mentions(of.item);
    default:
      return [];
  }
}
