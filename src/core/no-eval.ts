/**
 * Imported first by the page and by its worker: zod makes its parsers from text where it may, which the page's
 * Content-Security-Policy forbids; even asking whether it may counts as a violation.
 */
import { z } from 'zod';

z.config({ jitless: true });
