// What Swagger UI may make elements of: text between these tags, none with an attribute. That is what the descriptions
// in the OpenAPI document become; everything else is refused, scripts above all.
const PLAIN = /^(?:[^<]|<\/?(?:p|code|i|em|strong|ul|ol|li|pre)>)*$/;
globalThis.trustedTypes?.createPolicy("default", { createHTML: (html) => (PLAIN.test(html) ? html : null) });
