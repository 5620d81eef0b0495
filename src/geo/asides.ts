/**
 * Words of an address that speak of something else than its place: notes to the driver, landmarks, cross streets. All patterns are for
 * text without accents in lower case (see `plain`).
 */

/** Where one clause of an address ends and the next begins. A full stop ends one only after a longer word: `Av.` goes on. */
const CLAUSE_END = /[,;:|()[\]\n\r]|\s[-–—]+\s*|\s*[-–—]+\s|(?<=[a-z0-9]{5,}|\d|[)])\.(?=\s|$)/;

/** From here on to its end a clause speaks of what is near, and the clause after it of the address again. */
const NEARBY =
  /(?<![a-z0-9])(?<!\b(?:av|avenida|calle|ca|cl|jr|jiron|pje|pasaje|urb|psje)\.? ?)(?:ref(?:er|erencia)?\b\s*[.:]?|(?:al? )?(?:frente|fte|espaldas?|costado|lado|fondo|atras|detras|delante)\b(?=\s+(?:a|al|de|del|dela)\b)|a la (?:altura|espalda|vuelta|entrada|salida)\b|alt(?:ura)?\b\.?(?=\s)|cerca\b|junto a\b|cruzando\b|pasando\b|cruce (?:con|de)\b|intersecc?ion\b|antes de(?:l)?\b|despues de(?:l)?\b|llegando a\b|limit[ea]\b|colinda(?:nte)?\b|entre\b|esq(?:uina|\b)\.?(?=\s)|a (?:media|una|dos|tres|cuatro|pocas|\d+) (?:cdras?|cuadras?|pasos|metros|mts|min(?:utos)?|casas)\b|media (?:cdra|cuadra)\b|\d+ (?:cdras|cuadras|metros|mts) (?:de|antes|despues|mas)\b|subiendo\b|bajando\b|doblando\b|volteando\b|hacia\b|camino al?\b|rumbo a\b|paralel[ao]\b|ex\b|ingreso por\b|entrada por\b|salida por\b)/;

/** Words with which a clause begins that names a landmark, unless the whole clause is the name of a place (`Puente Piedra`). */
const LANDMARK =
  /^(?:el |la |los |las )?(?:estacion|metro|metropolitano|tottus|plaza ?vea|wong|vivanda|makro|saga|ripley|promart|sodimac|maestro|tambo|oxxo|inkafarma|mifarma|boticas?|farmacias?|bcp|interbank|bbva|scotiabank|banco|cine|real plaza|mega ?plaza|mall|open plaza|jockey|comisaria|municipalidad|municipio|parroquia|capilla|iglesia|hospital|clinica|posta|colegio|cole|i\.?e\.?|institucion educativa|universidad|senati|instituto|mercado|feria|paradero|terminal|grifo|primax|repsol|ovalo|puente|estadio|coliseo|cementerio|penal|cuartel|restaurante?|polleria|chifa|hotel|hostal|gimnasio|gym|galeria|cancha|losa|templo|aeropuerto|serpost|reniec|sunat)\b/;

/** From here on a text speaks to whoever brings the parcel: to its very end, whatever commas follow. */
const NOTE =
  /(?<![a-z0-9])(?:llam(?:ar|e|en|ame|arme|enme|a (?:antes|al|cuando|a|si)|adas?)\b|dej(?:ar|arlo|arla|e|en|arme|elo|ela|a (?:con|en|al))\b|entreg(?:ar|arlo|ue|uen|a (?:a|al|en|solo|con))\b|pregunt(?:ar|e|en|a por)\b|consult(?:ar|e)\b|avis(?:ar|e|en|o)\b|toc(?:ar|a el|a la)\b|toque\b|timbre\b|contact(?:o|ar|arse|e)\b|comunic(?:ar|arse|ate|arme)\b|atte?n?\b[.:]|atte\b|atencion\b|recib(?:e|o|en|ir|ira)\b|recoge[nr]?\b|por ?fa(?:vor)?\b|favor\b|gracias\b|urgente\b|fragil\b|cuidado\b|cel(?:ular)?\b|telf?\b|telefono\b|fono\b|whatsapp\b|wsp\b|wasap\b|obs(?:ervacion(?:es)?)?\b|indicacion(?:es)?\b|instruccion(?:es)?\b|horarios?\b|solo (?:de|por|en|a|hasta)\b|si no\b|no (?:hay|esta|dejar|tocar|funciona)\b|hasta las\b|desde las\b|a partir de\b|de \d{1,2}(?::\d\d)? ?(?:am|pm|a \d)|contra ?entrega\b|a nombre\b|destinatari[oa]\b|dni\b)/;

/** What begins an aside where a clause begins with it: inside a clause it may be a street's name (`Av. Señor de los Milagros`). */
const NOTE_AT_START =
  /^(?:(?:el |la )?(?:sra?|srta|don|dona|senor|senora|senorita)\b(?! de\b)|familia\b|flia\b|fam\b|nota\b|nombre\b|cliente\b|paga\b|pago\b|pagar\b|cobrar\b|puerta\b|porton\b|casa (?:de|color|blanc|verd|azul|roj|amarill|celest|crem|marron|rosad|esquin|con|sin)|fachada\b|reja\b|rejas\b|edificio (?:de|color|blanc|azul|verd|crem)|recepcion\b|porteria\b|portero\b|vigilan|seguridad\b|conserje|garita\b|oficina de\b|tienda de\b|regalo\b|pedido\b|delivery\b|envio\b|maps?\b|ubicacion\b|google\b|piden\b|esta al\b|es la\b|es el\b|es una\b|es un\b|donde\b|queda\b)/;

/** States whose name ends an address abroad; of those that are streets in Peru too, only a clause of their own does. */
const ABROAD = new Set(
  `argentina,bolivia,brasil,brazil,chile,colombia,costa rica,cuba,ecuador,el salvador,espana,spain,estados unidos,eeuu,ee uu,usa,u s a,united states,
  francia,france,guatemala,honduras,italia,italy,alemania,germany,mexico,nicaragua,panama,paraguay,portugal,puerto rico,republica dominicana,
  uruguay,venezuela,japon,japan,china,canada,reino unido,inglaterra,suiza`
    .split(',')
    .map((name) => name.trim()),
);

const STREET =
  /\b(?:av|avda|avenida|ave|calle|ca|cl|jr|jiron|pje|psje|pasaje|urb|urbanizacion|plaza|parque|ovalo|alameda|carretera|prol|mz|lt)\b/;

export interface Clauses {
  /** What says where the place is, clause by clause. */
  readonly place: readonly string[];
  /** What follows the first word of a note, or a landmark: names there are taken for the place only where nothing else names one. */
  readonly aside: readonly string[];
  /** The text ends in the name of another state than Peru. */
  readonly abroad: boolean;
}

/** Takes an address apart. `isPlace` says whether a clause is the name of a place and nothing else. */
export function clausesOf(text: string, isPlace: (clause: string) => boolean): Clauses {
  const place: string[] = [];
  const aside: string[] = [];
  let noted = false;
  for (const clause of text.split(CLAUSE_END).map((part) => part.trim())) {
    if (clause === '') continue;
    const first = place.length === 0 && aside.length === 0;
    if (noted || (!first && NOTE_AT_START.test(clause))) {
      noted = true;
      aside.push(clause);
      continue;
    }
    const note = NOTE.exec(clause);
    if (note !== null) noted = true;
    const told = note === null ? clause : clause.slice(0, note.index);
    if (note !== null) aside.push(clause.slice(note.index));
    const near = NEARBY.exec(told);
    const kept = near === null ? told : told.slice(0, near.index);
    if (near !== null) aside.push(told.slice(near.index));
    if (kept.trim() === '') continue;
    if (!first && LANDMARK.test(kept.trim()) && !isPlace(kept)) aside.push(kept);
    else place.push(kept);
  }
  return { place, aside, abroad: isAbroad(place, isPlace) };
}

function isAbroad(clauses: readonly string[], isPlace: (clause: string) => boolean): boolean {
  const clause = clauses.findLast((part) => /[a-z]{3}/.test(part)) ?? '';
  const last = wordsOf(clause);
  if (ABROAD.has(last.join(' '))) return clauses.length > 1;
  // `Villa El Salvador`
  if (STREET.test(clause) || isPlace(clause)) return false;
  return [1, 2].some((length) => last.length > length && ABROAD.has(last.slice(-length).join(' ')));
}

const wordsOf = (text: string): string[] => text.match(/[a-z]+/g) ?? [];

/** Common words that no misspelt name is made of: what is near them in spelling is a coincidence (`media`, Mejía). */
export const COMMON_WORDS: ReadonlySet<string> = new Set(
  `agua algun alguien alto alta amarilla antes aqui arriba abajo azul bajo baja banco blanca blanco bodega buena bueno cada calle campo casa casas celeste
  central cerca cerro chica chico color comercial condominio con crema cruce cuadra cuadras cuando dejar departamento derecha desde despues dia dias donde
  edificio el ella ellos en entrada entre es esa ese esquina esta este estoy estan familia favor fondo frente gracias grande hasta hay hermana hermano hora
  horas interior izquierda jardin jardines la lado las libre lleva llegar llama llamar llame local los lugar luz madre mama manana manzana media medio mi
  mercado misma mismo mujer muy negra negro ningun ninguna noche norte nosotros nueva nuevo numero oeste oficina otra otro padre papa pared paquete para
  parque parte pasaje persona piso pista por porque portero primer primera primo principal puede puerta que rejas reja roja rojo sala salida segundo segunda
  ser si sin sobre solo son su sur tambien tanque tarde techo tengo tercer tercero tia tiempo tienda tiene timbre tio toda todo torre trabajo tres ultima
  ultimo una uno usted vecina vecino verde veces ver vez vigilante viene vive vivo voy zona local cliente empresa fabrica almacen deposito taller garaje
  cochera azotea sotano semisotano rectangular cuadrada esquinas pista berma subida bajada escalera escaleras loma lomas`.split(
    /\s+/,
  ),
);
