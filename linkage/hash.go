package linkage

// Mix scrambles x so that every bit depends on every other (the finaliser of
// MurmurHash3). Comparators outside this package may use it to make keys.
func Mix(x uint64) uint64 {
	x ^= x >> 33
	x *= 0xff51afd7ed558ccd
	x ^= x >> 33
	x *= 0xc4ceb9fe1a85ec53
	x ^= x >> 33
	return x
}

// Hash gives the key of a string: FNV-1a, mixed. It is the same on every
// machine and in every run.
func Hash(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(s) {
		h ^= uint64(s[i])
		h *= 1099511628211
	}
	return Mix(h)
}

// join extends the key h by the part k.
func join(h, k uint64) uint64 { return Mix(h*0x9e3779b97f4a7c15 ^ k) }
