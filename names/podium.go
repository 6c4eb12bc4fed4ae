package names

// A podium keeps the best entries of as many persons as it has places: a heap
// with the worst on top.
type podium struct {
	places int
	hits   []hit
	at     map[int64]int // id to its place
	bar    fixed         // what the next must say at least; the least of all while there is room
}

func newPodium(places int) *podium {
	return &podium{places: places, at: map[int64]int{}, bar: -1 << 30}
}

// enter takes a hit if it is better than the worst, or than what there is of
// the same person.
func (p *podium) enter(h hit) {
	if at, ok := p.at[h.id]; ok {
		if h.compare(p.hits[at]) < 0 {
			p.hits[at] = h
			p.down(at)
			p.setBar()
		}
		return
	}
	if len(p.hits) < p.places {
		p.hits = append(p.hits, h)
		p.at[h.id] = len(p.hits) - 1
		p.up(len(p.hits) - 1)
	} else if h.compare(p.hits[0]) < 0 {
		delete(p.at, p.hits[0].id)
		p.hits[0] = h
		p.at[h.id] = 0
		p.down(0)
	}
	p.setBar()
}

func (p *podium) setBar() {
	if len(p.hits) == p.places {
		p.bar = toFixed(p.hits[0].bits)
	}
}

func (p *podium) worse(i, j int) bool { return p.hits[i].compare(p.hits[j]) > 0 }

func (p *podium) swap(i, j int) {
	p.hits[i], p.hits[j] = p.hits[j], p.hits[i]
	p.at[p.hits[i].id], p.at[p.hits[j].id] = i, j
}

func (p *podium) up(i int) {
	for i > 0 && p.worse(i, (i-1)/2) {
		p.swap(i, (i-1)/2)
		i = (i - 1) / 2
	}
}

func (p *podium) down(i int) {
	for {
		worst := i
		for c := 2*i + 1; c <= 2*i+2 && c < len(p.hits); c++ {
			if p.worse(c, worst) {
				worst = c
			}
		}
		if worst == i {
			return
		}
		p.swap(i, worst)
		i = worst
	}
}
