/** The names of fields that hold what identifies a person: kept out of logs, and kept as keyed hashes in change records. */
const PERSONAL =
  /^(e_?mail|phone|address|delivery_address|street|recipient|document_number|customer_name|notes|signed_by|lat|lon)$/i;
/** Fields that hold a secret, which nothing may keep. */
const SECRET = /^(authorization|x-api-key|secret|password|token|hash)$/i;

export const isPersonal = (field: string): boolean => PERSONAL.test(field);
export const isSecret = (field: string): boolean => SECRET.test(field);
