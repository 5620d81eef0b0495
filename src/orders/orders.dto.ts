import { OmitType } from '@nestjs/swagger';
import {
  AnyText,
  Code,
  Email,
  Identifier,
  Instant,
  Latitude,
  Longitude,
  OneOf,
  Part,
  Parts,
  Text,
  TextMap,
  TextOrPart,
  Whole,
} from '../http/properties';
import { MergePatchType } from '../http/property';
import { LOCALES, type Locale } from '../texts/locale';
import { DOCUMENT_TYPES, type DocumentType } from './identity-document';
import { ORDER_LIMITS } from './order-limits';

export class RecipientDto {
  @Text(120, {
    example: 'Rosa Quispe Mamani',
    column: 'recipient_name',
    titles: [
      'destinatario',
      'nombre',
      'nombre_destinatario',
      'nombre_del_destinatario',
      'nombre_cliente',
      'nombre_del_cliente',
      'comprador',
    ],
  })
  readonly name!: string;

  @AnyText(
    { max: 30 },
    {
      optional: true,
      example: '+51999888777',
      description:
        'One number in any usual form, without an extension; answered in E.164. Peruvian without a country code.',
      column: 'recipient_phone',
      titles: ['telefono', 'celular', 'movil', 'telefono_destinatario', 'celular_destinatario', 'telefono_celular'],
    },
  )
  readonly phone?: string;

  @Email({
    optional: true,
    example: 'rosa.quispe@example.pe',
    column: 'recipient_email',
    titles: ['correo', 'email', 'e_mail', 'mail', 'correo_electronico', 'correo_destinatario'],
  })
  readonly email?: string;

  @OneOf(DOCUMENT_TYPES, {
    optional: true,
    enumName: 'DocumentType',
    example: 'DNI',
    titles: ['tipo_documento', 'tipo_de_documento', 'tipo_doc'],
  })
  readonly document_type?: DocumentType;

  @AnyText(
    { min: 5, max: 15 },
    {
      optional: true,
      titles: ['documento', 'numero_documento', 'numero_de_documento', 'nro_documento', 'n_documento', 'num_documento'],
      example: '45678912',
      description: 'DNI: 8 digits. RUC: 11 digits with a valid check digit. Never zeros alone.',
    },
  )
  readonly document_number?: string;

  @OneOf(LOCALES, {
    default: 'es-PE',
    enumName: 'Locale',
    titles: ['idioma'],
    description: 'The language of the notifications.',
  })
  readonly locale: Locale = 'es-PE';
}

export class ProductDto {
  @Text(200, {
    example: 'Zapatillas talla 42',
    column: 'product_name',
    titles: ['producto', 'articulo', 'nombre_producto', 'nombre_del_producto', 'descripcion', 'descripcion_producto'],
  })
  readonly name!: string;

  @Text(64, { optional: true, example: 'ZAP-42', titles: ['codigo_producto', 'codigo_de_producto', 'codigo_articulo'] })
  readonly sku?: string;

  @Whole({ min: 1, max: ORDER_LIMITS.quantity }, { example: 1, titles: ['cantidad', 'cant', 'unidades'] })
  readonly quantity!: number;

  @Whole(
    { min: 0, max: ORDER_LIMITS.unitPrice },
    {
      titles: ['precio_centimos', 'precio_unitario_centimos'],
      example: 15900,
      description: 'Net of IGV, of one unit, in céntimos of a sol.',
    },
  )
  readonly unit_price!: number;

  @Whole(
    { min: 0, max: 10_000_000 },
    { optional: true, titles: ['peso_gramos', 'peso_g', 'peso_gr'], example: 800, description: 'Of one unit.' },
  )
  readonly weight_grams?: number;

  @Whole(
    { min: 0, max: 100_000_000 },
    { optional: true, titles: ['volumen_cm3', 'volumen'], example: 6000, description: 'Of one unit.' },
  )
  readonly volume_cm3?: number;
}

export class AddressDto {
  @Text(200, { example: 'Av. José Larco 345', titles: ['calle', 'domicilio', 'via'] })
  readonly street!: string;

  @Text(80, { optional: true, example: 'Miraflores', titles: ['distrito'] })
  readonly district?: string;

  @Text(80, { optional: true, titles: ['provincia'], example: 'Lima' })
  readonly province?: string;

  @Text(80, { optional: true, titles: ['departamento', 'region'], example: 'Lima' })
  readonly department?: string;

  @Code(/^\d{6}$/, 'six digits', {
    optional: true,
    titles: ['codigo_ubigeo', 'ubigeo_inei'],
    example: '150122',
    description: "INEI's district code: six digits.",
  })
  readonly ubigeo?: string;

  @Text(200, {
    optional: true,
    example: 'Frente al parque Kennedy',
    column: 'address_reference',
    titles: ['referencia', 'referencias', 'referencia_direccion', 'referencia_de_la_direccion'],
  })
  readonly reference?: string;

  @Latitude({
    optional: true,
    titles: ['latitud'],
    example: -12.1211,
    description: 'WGS 84 degrees; together with lon.',
  })
  readonly lat?: number;

  @Longitude({
    optional: true,
    titles: ['longitud', 'lng'],
    example: -77.0297,
    description: 'WGS 84 degrees; together with lat.',
  })
  readonly lon?: number;
}

/** What a shop says of an order. The order itself, its patch, its columns in a CSV file and its stored form all follow this class. */
export class CreateOrderDto {
  @Identifier({
    example: 'SHOP-LIMA-01',
    description: 'The shop.',
    titles: ['tienda', 'id_tienda', 'codigo_tienda', 'remitente', 'cliente_id', 'id_cliente', 'codigo_cliente'],
  })
  readonly customer_id!: string;

  @Text(64, {
    optional: true,
    titles: [
      'pedido',
      'numero_pedido',
      'numero_de_pedido',
      'nro_pedido',
      'nro_de_pedido',
      'n_pedido',
      'no_pedido',
      'num_pedido',
      'codigo_pedido',
      'codigo_de_pedido',
      'id_pedido',
      'orden',
      'numero_de_orden',
      'nro_orden',
      'nro_de_orden',
    ],
    example: 'PEDIDO-1001',
    description: "The shop's own id of the order.",
  })
  readonly reference?: string;

  @Part(() => RecipientDto, { optional: true, description: 'Who is told; without one nobody is.' })
  readonly recipient?: RecipientDto;

  @Parts(() => ProductDto, { min: 1, max: ORDER_LIMITS.products }, {})
  readonly products!: readonly ProductDto[];

  @TextOrPart(() => AddressDto, ORDER_LIMITS.addressText, {
    titles: ['direccion_completa', 'direccion_de_entrega', 'direccion_entrega'],
    example: { street: 'Av. José Larco 345', district: 'Miraflores', lat: -12.1211, lon: -77.0297 },
  })
  readonly delivery_address!: string | AddressDto;

  @Instant({
    optional: true,
    titles: ['desde', 'ventana_inicio', 'inicio_ventana'],
    example: '2026-11-23T14:00:00.000Z',
    description: 'Together with time_window_end.',
  })
  readonly time_window_start?: string;

  @Instant({
    optional: true,
    titles: ['hasta', 'ventana_fin', 'fin_ventana'],
    example: '2026-11-23T18:00:00.000Z',
    description: 'After time_window_start.',
  })
  readonly time_window_end?: string;

  @AnyText(
    { max: 1000 },
    {
      optional: true,
      titles: ['notas', 'nota', 'observaciones', 'observacion', 'indicaciones', 'instrucciones', 'comentarios'],
      example: 'Tocar el timbre 302',
    },
  )
  readonly notes?: string;

  @TextMap(
    { keys: ORDER_LIMITS.metadataEntries, max: 500 },
    { optional: true, titles: ['metadatos'], example: { channel: 'web' } },
  )
  readonly metadata?: Readonly<Record<string, string>>;
}

/** A body of `POST /orders`: a shop's own key says already whose order it is. */
export class NewOrderDto extends OmitType(CreateOrderDto, ['customer_id']) {
  @Identifier({ optional: true, example: 'SHOP-LIMA-01', description: 'The shop; a shop may leave its own name out.' })
  readonly customer_id?: string;
}

/** A JSON Merge Patch (RFC 7396) of what a shop may change. */
export class PatchOrderDto extends MergePatchType(CreateOrderDto, ['customer_id']) {}
