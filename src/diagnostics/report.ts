import type { Span } from '../source/source.ts';
import type { Diagnostic, Fix, Label } from './diagnostic.ts';
import { type Code, type ParametersOf, registry } from './registry.ts';
import type { Template } from './template.ts';

export interface Details {
  /** Text of the primary label. */
  readonly label?: string;
  readonly labels?: readonly Label[];
  readonly notes?: readonly string[];
  readonly help?: readonly string[];
  readonly fixes?: readonly Fix[];
}

/** Makes a diagnostic of a registered code; the parameters are those of the code's template. */
export function diagnostic<C extends Code>(
  code: C,
  place: Span | undefined,
  parameters: ParametersOf<C>,
  details: Details = {},
): Diagnostic {
  const template: Template<ParametersOf<C>> = registry[code] as unknown as Template<ParametersOf<C>>;
  const file = place ? undefined : pathIn(parameters);
  return {
    code,
    severity: template.severity,
    message: template.message(parameters),
    primary: place && { span: place, text: details.label ?? '' },
    ...(file !== undefined && { file }),
    labels: details.labels ?? [],
    notes: details.notes ?? [],
    help: details.help ?? [],
    fixes: details.fixes ?? [],
  };
}

/** The path that a message speaks of. */
function pathIn(parameters: unknown): string | undefined {
  const isNamed = typeof parameters === 'object' && parameters !== null && 'path' in parameters;
  return isNamed && typeof parameters.path === 'string' ? parameters.path : undefined;
}
