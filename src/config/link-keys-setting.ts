import { ValidateBy } from 'class-validator';
import { parseLinkKeys } from '../kernel/link-token';

/** Declares a setting that holds the keys of links: `id=secret` pairs, separated by commas. */
export const IsLinkKeys = (): PropertyDecorator =>
  ValidateBy({
    name: 'isLinkKeys',
    validator: {
      validate: (value) => typeof value === 'string' && faultOf(value) === undefined,
      defaultMessage: (validation) => faultOf(String(validation?.value)) ?? 'is no text',
    },
  });

function faultOf(text: string): string | undefined {
  try {
    parseLinkKeys(text);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
