/**
 * What the Lambda bundles have in place of @nestjs/swagger. Decorators that only describe the API do nothing. Mapped types are classes that
 * requests are validated against, so they do what the library's do: they copy what class-validator and class-transformer know of a property,
 * and its first value. (The library's own look for those two packages at run time, do not find them in a bundle, and validate nothing
 * without a word.) Everything else says that it is missing when it is called after all.
 */
const { getMetadataStorage, IsOptional, ValidateIf } = require('class-validator');
const { defaultMetadataStorage } = require('class-transformer/cjs/storage');

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

const PRESENT = {
  PickType: (parent, names) => mapped([parent], (name) => names.includes(name)),
  OmitType: (parent, names) => mapped([parent], (name) => !names.includes(name)),
  IntersectionType: (...parents) => mapped(parents),
  PartialType,
  getSchemaPath: () => '',
};

module.exports = new Proxy(PRESENT, {
  get(present, name) {
    if (Object.hasOwn(present, name)) return present[name];
    if (typeof name === 'symbol' || name === '__esModule') return undefined;
    if (/^Api[A-Z]/.test(name)) return () => () => undefined;
    return function () {
      throw new Error(`@nestjs/swagger ${name} is not in the bundle (bundle/swagger.cjs)`);
    };
  },
});
