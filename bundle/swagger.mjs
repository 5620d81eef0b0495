/**
 * What the Lambda bundles have in place of @nestjs/swagger beside decorators without effect (`lean.mjs`). Mapped types are classes that
 * requests are validated against, so they do what the library's do: they copy what class-validator and class-transformer know of a property,
 * and its first value. (The library's own look for those two packages at run time, do not find them in a bundle, and validate nothing
 * without a word.)
 */
import { getMetadataStorage, IsOptional, ValidateIf } from 'class-validator';
import { defaultMetadataStorage } from 'class-transformer/esm2015/storage';

const TRANSFORMATIONS = ['_typeMetadatas', '_transformMetadatas', '_exposeMetadatas', '_excludeMetadatas'];

function inherit(child, parent, wanted) {
  const checks = getMetadataStorage();
  for (const check of checks.getTargetValidationMetadatas(parent, null, false, false))
    if (wanted(check.propertyName)) checks.addValidationMetadata({ ...check, target: child });
  for (const kind of TRANSFORMATIONS) inheritTransformations(defaultMetadataStorage[kind], child, parent, wanted);
}

function inheritTransformations(metadata, child, parent, wanted) {
  const own = metadata.get(child) ?? new Map();
  for (let level = parent; level !== Object && level !== null; level = Object.getPrototypeOf(level))
    for (const [name, known] of metadata.get(level) ?? [])
      if (name !== undefined && wanted(name) && !own.has(name)) own.set(name, retargeted(known, child));
  if (own.size > 0) metadata.set(child, own);
}

const retargeted = (known, target) =>
  Array.isArray(known) ? known.map((one) => ({ ...one, target })) : { ...known, target };

function mapped(parents, wanted = () => true) {
  class Mapped {
    constructor() {
      for (const parent of parents)
        for (const [name, value] of Object.entries(new parent()))
          if (value !== undefined && this[name] === undefined && wanted(name)) this[name] = value;
    }
  }
  for (const parent of parents) inherit(Mapped, parent, wanted);
  return Mapped;
}

function PartialType(parent, { skipNullProperties = true } = {}) {
  const type = mapped([parent]);
  const checks = getMetadataStorage().getTargetValidationMetadatas(parent, null, false, false);
  const mayBeAbsent = skipNullProperties ? IsOptional() : ValidateIf((_, value) => value !== undefined);
  for (const name of new Set(checks.map(({ propertyName }) => propertyName))) mayBeAbsent(type.prototype, name);
  return type;
}

const PickType = (parent, names) => mapped([parent], (name) => names.includes(name));
const OmitType = (parent, names) => mapped([parent], (name) => !names.includes(name));
const IntersectionType = (...parents) => mapped(parents);
const getSchemaPath = () => '';

export { getSchemaPath, IntersectionType, OmitType, PartialType, PickType };
