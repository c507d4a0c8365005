import type {
  ArtifactLocation,
  Location,
  Log,
  Region,
  ReportingDescriptor,
  Result,
  Fix as SarifFix,
} from 'sarif';
import type { Span } from '../../source/source.ts';
import type { Diagnostic, Fix } from '../diagnostic.ts';
import { pageOf } from '../pages.ts';
import { placeOf } from '../place.ts';
import { type Code, registry } from '../registry.ts';
import { fingerprints } from './fingerprint.ts';

export interface SarifOptions {
  /** The version of archc. */
  readonly version?: string;
  /** Folder or URL of the pages of the codes. */
  readonly pages?: string;
}

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/** A path with `/` as a URI reference; a path from the root becomes a `file:` URI. */
function uriOf(path: string): string {
  const encoded = path
    .replace(/\p{Surrogate}/gu, '\uFFFD')
    .split('/')
    .map((part) => encodeURIComponent(part))
    .join('/');
  const drive = encoded.replace(/^([A-Za-z])%3A\//, '$1:/');
  if (drive !== encoded) return `file:///${drive}`;
  return encoded.startsWith('/') ? `file://${encoded}` : encoded;
}

function artifact(path: string): ArtifactLocation {
  return { uri: uriOf(path) };
}

/** Lines and columns from 1, `endColumn` exclusive, columns in UTF-16 units as the run's `columnKind` says. */
function region(span: Span): Region {
  const { start, end } = placeOf(span);
  return {
    startLine: start.line,
    startColumn: start.column,
    endLine: end.line,
    endColumn: end.column,
    charOffset: start.offset,
    charLength: end.offset - start.offset,
  };
}

function location(span: Span): Location {
  return { physicalLocation: { artifactLocation: artifact(span.source.path), region: region(span) } };
}

/** Services that read logs want a place of every result: of one about a file, the file; else the project. */
function locations({ primary, file = '.' }: Diagnostic): Location[] {
  return [primary ? location(primary.span) : { physicalLocation: { artifactLocation: artifact(file) } }];
}

function related(diagnostic: Diagnostic): Location[] {
  const { primary, labels } = diagnostic;
  const own = primary && primary.text !== '' ? [primary] : [];
  return [...own, ...labels].map(({ span, text }, index) => ({
    id: index + 1,
    ...location(span),
    ...(text === '' ? {} : { message: { text } }),
  }));
}

function fixOf({ title, edits }: Fix): SarifFix {
  const files = [...new Set(edits.map(({ span }) => span.source))];
  return {
    description: { text: title },
    artifactChanges: files.map((source) => {
      const own = edits.filter(({ span }) => span.source === source);
      return {
        artifactLocation: artifact(source.path),
        replacements: own.map(({ span, text }) => ({
          deletedRegion: region(span),
          insertedContent: { text },
        })),
      };
    }),
  };
}

function messageText({ message, notes, help }: Diagnostic): string {
  return [message, ...notes.map((note) => `note: ${note}`), ...help.map((text) => `help: ${text}`)].join(
    '\n',
  );
}

function resultOf(diagnostic: Diagnostic, ruleIndex: number, fingerprint: string): Result {
  const { code, severity, fixes } = diagnostic;
  const relatedLocations = related(diagnostic);
  const usable = fixes.filter(({ edits }) => edits.length > 0);
  return {
    ruleId: code,
    ruleIndex,
    level: severity,
    message: { text: messageText(diagnostic) },
    locations: locations(diagnostic),
    ...(relatedLocations.length > 0 ? { relatedLocations } : {}),
    ...(usable.length > 0 ? { fixes: usable.map(fixOf) } : {}),
    partialFingerprints: { 'archc/v1': fingerprint },
  };
}

function ruleOf(code: Code, pages: string | undefined): ReportingDescriptor {
  const { title, severity } = registry[code];
  return {
    id: code,
    shortDescription: { text: title },
    helpUri: pageOf(code, pages),
    defaultConfiguration: { level: severity },
  };
}

/** Diagnostics for code scanning services and editors: a SARIF 2.1.0 log of one run, with a line end. */
export function renderSarif(diagnostics: readonly Diagnostic[], options: SarifOptions = {}): string {
  const rules = [...new Set(diagnostics.map(({ code }) => code))].sort();
  const names = fingerprints(diagnostics);
  const log: Log = {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'archc',
            ...(options.version === undefined ? {} : { semanticVersion: options.version }),
            rules: rules.map((code) => ruleOf(code, options.pages)),
          },
        },
        columnKind: 'utf16CodeUnits',
        results: diagnostics.map((one, index) => resultOf(one, rules.indexOf(one.code), names[index] ?? '')),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}
