//! Form fields: their order, labels, control ids and error messages.

use crate::text::{field_message, list, problem, text};
use model::connection::pointer;
use model::problem::{FieldProblem, Problem};

/// A field of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    Name,
    Description,
    Application,
    Domain,
    ClientId,
    PrivateKey,
    KeyId,
}

/// A field's error.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FieldError {
    pub(crate) field: Field,
    pub(crate) message: FieldMessage,
}

/// A message at a field, in the language of the page.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum FieldMessage {
    /// The field's rule, or the server, has refused the value.
    Refused(FieldProblem),
    /// A problem of the API that is about this field.
    Problem(Box<Problem>),
    /// These fields were filled by a paste.
    Pasted(Vec<Field>),
}

impl FieldMessage {
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Refused(refusal) => field_message(refusal),
            Self::Problem(refusal) => problem(refusal),
            Self::Pasted(fields) => {
                let names: Vec<String> = fields.iter().map(|field| label(*field).to_owned()).collect();
                text().connections.pasted(&list(&names))
            }
        }
    }
}

/// The label of a field.
pub(crate) fn label(field: Field) -> &'static str {
    let words = &text().connections.fields;
    match field {
        Field::Name => words.name,
        Field::Description => words.description,
        Field::Application => words.application,
        Field::Domain => words.domain,
        Field::ClientId => words.client_id,
        Field::PrivateKey => words.private_key,
        Field::KeyId => words.key_id,
    }
}

/// Each field with the JSON pointer of its member in requests, and the id of its control.
const FIELDS: [(Field, &str, &str); Field::COUNT] = [
    (Field::Name, pointer::NAME, "profile-name"),
    (Field::Description, pointer::DESCRIPTION, "description"),
    (Field::Application, pointer::APPLICATION, "application"),
    (Field::Domain, pointer::DOMAIN, "okta-domain"),
    (Field::ClientId, pointer::CLIENT_ID, "client-id"),
    (Field::PrivateKey, pointer::PRIVATE_KEY, "private-key"),
    (Field::KeyId, pointer::KEY_ID, "key-id"),
];

/// Problems that are about one field even if the server names no member.
const CODES: [(&str, Field); 2] = [("name_taken", Field::Name), ("key_required", Field::PrivateKey)];

impl Field {
    pub(crate) const COUNT: usize = 7;

    /// Every field, in the order of the form.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        FIELDS.iter().map(|(field, ..)| *field)
    }

    /// The id of its control, which the error summary links to.
    pub(crate) fn id(self) -> &'static str {
        FIELDS[self as usize].2
    }

    fn of_pointer(named: &str) -> Option<Self> {
        // A key that the server has generated is shown in the field of the private key.
        let named = if named == pointer::GENERATED_KEY { pointer::PRIVATE_KEY } else { named };
        FIELDS.iter().find(|(_, its, _)| *its == named).map(|(field, ..)| *field)
    }
}

/// The refusals of fields, at most one for each, in the order of the form.
pub(crate) fn field_errors(problems: &[FieldProblem]) -> Vec<FieldError> {
    let of = |field| {
        let problem = problems.iter().find(|problem| Field::of_pointer(&problem.pointer) == Some(field))?;
        Some(FieldError { field, message: FieldMessage::Refused(problem.clone()) })
    };
    Field::all().filter_map(of).collect()
}

/// The field errors in a problem of the server; empty if it is about something else.
pub(crate) fn errors_of(problem: &Problem) -> Vec<FieldError> {
    let named = field_errors(&problem.errors);
    if !named.is_empty() {
        return named;
    }
    let known = CODES.iter().find(|(code, _)| *code == problem.code);
    known
        .map(|(_, field)| FieldError { field: *field, message: FieldMessage::Problem(Box::new(problem.clone())) })
        .into_iter()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text;
    use serde_json::Map;

    fn problem(code: &str, pointers: &[&str]) -> Problem {
        let errors = pointers.iter().map(|pointer| FieldProblem {
            pointer: (*pointer).to_owned(),
            code: "some_code".to_owned(),
            detail: format!("about {pointer}"),
            values: Map::new(),
        });
        Problem {
            kind: String::new(),
            title: String::new(),
            status: 422,
            detail: "about all of it".to_owned(),
            code: code.to_owned(),
            errors: errors.collect(),
            report: None,
        }
    }

    fn found(problem: &Problem) -> Vec<(Field, String)> {
        errors_of(problem).into_iter().map(|error| (error.field, error.message.text())).collect()
    }

    #[test]
    fn the_table_is_in_the_order_of_the_fields() {
        for (place, (field, pointer, id)) in FIELDS.iter().enumerate() {
            assert_eq!(*field as usize, place);
            assert_eq!((field.id(), Field::of_pointer(pointer)), (*id, Some(*field)));
        }
    }

    #[test]
    fn errors_come_in_the_order_of_the_form_one_a_field() {
        let problem = problem("invalid", &["/settings/domain", "/name", "/settings/domain"]);
        let expected = [(Field::Name, "about /name"), (Field::Domain, "about /settings/domain")];
        assert_eq!(found(&problem), expected.map(|(field, message)| (field, message.to_owned())));
    }

    #[test]
    fn a_problem_about_one_field_finds_it_without_a_pointer() {
        for (code, field) in [("name_taken", Field::Name), ("key_required", Field::PrivateKey)] {
            let refusal = problem(code, &[]);
            assert_eq!(found(&refusal), [(field, text::problem(&refusal))]);
        }
    }

    #[test]
    fn a_problem_about_a_generated_key_is_one_of_the_private_key() {
        let found = found(&problem("validation_failed", &["/settings/generated_key"]));
        assert_eq!(found, [(Field::PrivateKey, "about /settings/generated_key".to_owned())]);
    }

    #[test]
    fn a_problem_about_something_else_finds_none() {
        for problem in [problem("too_many_requests", &[]), problem("invalid", &["/settings/other", "/nam", ""])] {
            assert_eq!(found(&problem), []);
        }
    }
}
