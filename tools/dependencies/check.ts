/** What may be wrong with the packages that the lock file names: their licences, and faults that npm knows of. */
import satisfies from 'spdx-satisfies';
import { z } from 'zod';

/** Of packages whose code is in the built page. */
const SHIPPED = [
  'MIT',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'CC0-1.0',
];
/** Of packages that only help to build and to test. */
const TOOLS = [...SHIPPED, 'MPL-2.0', 'CC-BY-3.0', 'CC-BY-4.0', 'Python-2.0', 'Unlicense'];

const lockSchema = z.object({
  packages: z.record(z.string(), z.object({ license: z.string().optional(), dev: z.boolean().optional() })),
});

function isAllowed(license: string, allowed: string[]): boolean {
  try {
    return satisfies(license, allowed);
  } catch {
    // No SPDX expression: "SEE LICENSE IN …".
    return false;
  }
}

/** The packages of a lock file whose licence is not among those allowed, one line each. @throws ZodError if it is no lock file */
export function licenceFaults(lock: unknown): string[] {
  const { packages } = lockSchema.parse(lock);
  return Object.entries(packages).flatMap(([path, { license, dev }]) => {
    // The project itself.
    if (path === '' || (license !== undefined && isAllowed(license, dev ? TOOLS : SHIPPED))) return [];
    return [`${path}${dev ? ' (a tool)' : ''}: ${license ?? 'no licence'}`];
  });
}

const auditSchema = z.object({
  auditReportVersion: z.number(),
  vulnerabilities: z.record(
    z.string(),
    z.object({ name: z.string(), severity: z.string(), range: z.string(), nodes: z.array(z.string()) }),
  ),
});

/**
 * What `npm audit --json` reports that must be mended: anything in what is shipped, what is high or critical in tools.
 * @returns one line each; null where the registry did not answer
 */
export function auditFaults(report: unknown, lock: unknown): string[] | null {
  const { data: audit } = auditSchema.safeParse(report);
  if (!audit) return null;
  const { packages } = lockSchema.parse(lock);
  return Object.values(audit.vulnerabilities)
    .filter(
      ({ severity, nodes }) =>
        ['high', 'critical'].includes(severity) || nodes.some((node) => !packages[node]?.dev),
    )
    .map(({ name, range, severity }) => `${name} ${range}: ${severity}`);
}
