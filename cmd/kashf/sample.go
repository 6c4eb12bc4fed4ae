package main

// sample is one account of the demo. Its secrets are drawn anew every time.
type sample struct {
	Role     string `json:"role"`
	Login    string `json:"login"`
	Name     string `json:"name"`
	Org      string `json:"org"`
	Password string `json:"password"`
	Secret   string `json:"totp_secret"`
}
