import { isPersonal, isSecret } from '../kernel/personal-data';

const EMAIL = /[\p{L}\d._%+'-]+@[\p{L}\d-]+(?:\.[\p{L}\d-]+)+/gu;
const PHONE = /(?<![\w-])\+?\d[\d ()-]{7,14}\d(?![\w-])/g;

export const REDACTED = '[redacted]';

/** Takes what looks like an e-mail address or a telephone number out of a text. */
export const redactText = (text: string): string => text.replace(EMAIL, REDACTED).replace(PHONE, REDACTED);

/** Returns what a log may hold of a member: a replacer for JSON.stringify that keeps people out of the logs, by the name of the field and by the look of the text. */
export function redact(key: string, value: unknown): unknown {
  if ((isPersonal(key) || isSecret(key)) && value !== undefined && value !== null) return REDACTED;
  return typeof value === 'string' && !OWN_TEXT.has(key) ? redactText(value) : value;
}

/** Fields that the logger itself writes: a UUID or an instant can look like a telephone number. */
const OWN_TEXT = new Set(['timestamp', 'correlation_id', 'function_request_id', 'xray_trace_id', 'function_arn']);
