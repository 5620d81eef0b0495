import { ApiHeader } from '@nestjs/swagger';

/** Lets a parameter decorator that reads a request header put that header into the OpenAPI document too. */
export const documents =
  (header: Parameters<typeof ApiHeader>[0]): ParameterDecorator =>
  (target, key) => {
    const descriptor = key === undefined ? undefined : Object.getOwnPropertyDescriptor(target, key);
    if (key !== undefined && descriptor !== undefined) ApiHeader(header)(target, key, descriptor);
  };
