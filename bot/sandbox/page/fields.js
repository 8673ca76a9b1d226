// How a control is named for people who do not see it: by the label of its input block, else by
// `name`.

export function fieldNames(field, name) {
  if (!field) return { "aria-label": name };
  return {
    id: field.id,
    "aria-labelledby": field.labelId,
    "aria-describedby": field.describedBy,
    "aria-invalid": field.invalid ? "true" : null,
    "aria-required": field.required ? "true" : null,
  };
}
