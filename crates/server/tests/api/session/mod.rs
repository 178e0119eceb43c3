mod same_origin;
mod sign_in;
