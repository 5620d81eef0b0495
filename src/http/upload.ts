import busboy from 'busboy';
import { createHash } from 'node:crypto';
import { DinexError, invalid } from '../kernel/errors';
import { pointerStep } from '../kernel/json-pointer';

/** A file as it was sent: in the body itself, or as the one file of a browser's form. */
export class Upload {
  constructor(
    readonly bytes: Buffer,
    /** The content type, in lower case and without parameters; of a form, that of its file. */
    readonly type: string,
    /** The charset that the content type declares, in lower case. */
    readonly charset: string | undefined,
    /** The file's name, where a form says it. */
    readonly name?: string,
  ) {}

  /** Returns what tells uploads apart: a form has another boundary each time that it is sent. */
  toJSON(): object {
    return { sha256: createHash('sha256').update(this.bytes).digest('hex') };
  }
}

export const FORM = 'multipart/form-data';
/** More than the one field that there may be, so that a form with others is told so; 4 MB hold 50,000 of them. */
const LIMITS = { files: 2, fields: 1, parts: 4 };

interface FormParts {
  readonly files: readonly Upload[];
  readonly fields: readonly string[];
}

/**
 * Returns the one file of a form.
 *
 * @throws DinexError `malformed` for what is no form, `invalid` for one without a file, with several, or with other fields.
 */
export async function fileOfForm(contentType: string, body: Buffer): Promise<Upload> {
  const { files, fields } = await partsOf(contentType, body);
  const [other] = fields;
  if (other !== undefined)
    throw invalid(`#${pointerStep(other)}`, 'The form must have one field alone, the file, and this is another.');
  const [file] = files;
  if (file === undefined || files.length > 1) throw invalid('#', 'The form must hold one file, and no more.');
  return file;
}

function partsOf(contentType: string, body: Buffer): Promise<FormParts> {
  return new Promise((resolve, reject) => {
    const files: Upload[] = [];
    const fields: string[] = [];
    const malformed = (): void => {
      reject(new DinexError('malformed', `The body is not valid ${FORM}.`));
    };
    try {
      const form = busboy({ headers: { 'content-type': contentType }, limits: LIMITS, defParamCharset: 'utf8' });
      form.on('file', (_, stream, { filename, mimeType }) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const bytes = Buffer.concat(chunks);
          // A browser sends a nameless empty file where nobody has chosen one.
          if (bytes.length > 0 || filename) files.push(new Upload(bytes, mimeType.toLowerCase(), undefined, filename));
        });
        stream.on('error', malformed);
      });
      form.on('field', (name) => fields.push(name));
      form.on('error', malformed);
      form.on('close', () => {
        resolve({ files, fields });
      });
      form.end(body);
    } catch {
      malformed();
    }
  });
}

/** Returns a content type's own part and the charset that it declares, both in lower case. */
export function parseContentType(header: string): { readonly type: string; readonly charset: string | undefined } {
  const [type = '', ...parameters] = header.toLowerCase().split(';');
  const charset = parameters
    .map((parameter) => /^\s*charset\s*=\s*"?([^"\s]+)"?\s*$/.exec(parameter)?.[1])
    .find(Boolean);
  return { type: type.trim(), charset };
}
