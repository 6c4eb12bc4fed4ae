package review

import (
	"slices"
	"strings"
	"time"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/internal/web/gate"
	"kashf.org/kashf/internal/web/part"
)

// A court's order: told by one person, confirmed by another who read the paper.

// What the court orders: asked in so many words, so that no slip frees anybody.
const (
	courtKeeps = "keep"
	courtFrees = "release"
)

func courtFields(q *sheet) ([]Field, error) {
	order, err := q.orderField()
	says := q.field(radios, "court_says", words(q.p, "court_says", courtKeeps, courtFrees)...)
	return []Field{order, says, maybe(q.line("court_name")), maybe(q.date("order_dated")), maybe(q.date("order_until"))}, err
}

func courtBody(q *sheet) review.Body {
	b := &review.CourtOrderedBody{Item: q.get("order"), Court: review.OrdinaryCourt, Name: q.get("court_name"), Dated: q.get("order_dated")}
	if q.get("court_says") != courtFrees {
		b.Until = max(q.endOf("order_until"), 1) // no day is no release
	}
	return b
}

func (q *sheet) date(name string) Field {
	f := q.line(name)
	f.Type, f.Required = "date", true
	return f
}

// endOf is the end of a day that was typed, as the office's days are; 0 where
// none was.
func (q *sheet) endOf(name string) review.Micros {
	t, err := time.Parse(time.DateOnly, q.get(name))
	if err != nil {
		return 0
	}
	_, end := q.Reviews.Day(review.MicrosOf(t.Add(12 * time.Hour)))
	return end
}

// told is the order that a form is about.
func (q *sheet) told() (review.CourtOrder, bool) {
	i := slices.IndexFunc(q.x.CourtOrders, func(o review.CourtOrder) bool { return o.Item == q.of() && o.Ended == "" })
	if i < 0 {
		return review.CourtOrder{}, false
	}
	return q.x.CourtOrders[i], true
}

// paperName is what the paper of an order is called, "" out of the reader's sight.
func (q *sheet) paperName(item string) (string, error) {
	refs, err := q.refs()
	i := slices.IndexFunc(refs, func(o part.Option) bool { return o.Value == "i"+item })
	if err != nil || i < 0 {
		return "", err
	}
	return refs[i].Label, nil
}

// readFields asks for the days as the paper says them, and shows neither: who
// copies from the screen has read nothing.
func readFields(q *sheet) ([]Field, error) {
	fields := []Field{q.date("order_dated"), q.date("order_until"), q.tick("court_read")}
	o, ok := q.told()
	if !ok {
		return fields, nil
	}
	paper, err := q.paperName(o.Item)
	say := []Field{q.say(q.p.T("review.court.name", locale.Isolate(o.Name)))}
	if paper != "" {
		say = append(say, q.say(paper))
	}
	return append(say, fields...), err
}

func readBody(q *sheet) (review.Body, error) {
	b := &review.CourtOrderReadBody{Item: q.of(), Dated: q.get("order_dated"), Until: q.endOf("order_until")}
	if o, ok := q.told(); ok && q.on("court_read") {
		b.Name = o.Name
	}
	return b, nil
}

func takeBackFields(q *sheet) []Field {
	out := []Field{q.area("why")}
	if o, ok := q.told(); ok {
		out = append([]Field{q.say(orderWords(q.p, o))}, out...)
	}
	return out
}

func takeBackBody(q *sheet) review.Body {
	return &review.CourtOrderWithdrawnBody{Item: q.of(), Why: q.get("why")}
}

// orderWords say which order it is: court, day, end.
func orderWords(p locale.Printer, o review.CourtOrder) string {
	if o.Name == "" { // as they were entered before the court was asked for
		return p.T("review.court.order.unnamed", p.DateTime(o.Until.Time()))
	}
	return p.T("review.court.order", locale.Isolate(o.Name), p.Date(o.Dated), p.DateTime(o.Until.Time()))
}

// courtOrders are the orders that were told, and how far each is to be relied on.
func (c page) courtOrders() []Row {
	var out []Row
	for _, o := range slices.Backward(c.x.CourtOrders) {
		r := Row{Title: orderWords(c.p, o), Meta: c.p.T("review.court.told", c.p.DateTime(o.At.Time()))}
		tag := func(tone part.Tone, key string) { r.Tags = []part.Label{{Tone: tone, Text: c.p.T(key)}} }
		switch {
		case o.Ended != "":
			tag(part.Bad, "review.court.ended."+string(o.Ended))
			r.Text = c.p.T("review.court.ended.text")
			if o.Ended == review.OrderUndone {
				r.Text = c.p.T("review.court.ended.undone.text")
			}
		case o.Until <= review.MicrosOf(c.now()):
			tag(part.Quiet, "review.court.over")
		case o.Confirmed():
			tag(part.Good, "review.court.confirmed")
			r.Meta += " · " + c.p.T("review.court.read", c.p.DateTime(o.Read.Time()))
		default:
			tag(part.Warn, "review.court.unconfirmed")
			r.Text = c.p.T("review.court.unconfirmed.text")
		}
		r.Links = c.orderLinks(o)
		out = append(out, r)
	}
	return out
}

// orderLinks lead to the paper, where the reader may open it, and to what the
// reader may say of it.
func (c page) orderLinks(o review.CourtOrder) []Link {
	if o.Ended != "" {
		return nil
	}
	var out []Link
	if can(c.r, access.FileRead) {
		if it, err := c.Register.Item(c.ctx, gate.Sight(c.ctx, c.x.Person), o.Item); err == nil {
			out = append(out, Link{c.p.T("review.court.paper"), "/files/" + it.ID})
		}
	}
	if c.x.MayConfirmOrder(o.Item, review.MicrosOf(c.now())) {
		out = append(out, c.link("court_order_read", o.Item)...)
	}
	if c.x.MayWithdrawOrder(o.Item) {
		out = append(out, c.link("court_order_withdrawn", o.Item)...)
	}
	return out
}

// undoneText is what an entry says of orders that fell with their paper.
func (c page) undoneText(b *review.UndoneBody) string {
	var out []string
	for _, item := range b.Orders {
		i := slices.IndexFunc(c.x.CourtOrders, func(o review.CourtOrder) bool { return o.Item == item && o.Ended == review.OrderUndone })
		switch {
		case i >= 0:
			out = append(out, c.p.T("review.undone.fell", orderWords(c.p, c.x.CourtOrders[i])))
		case c.x.Outcome != nil && c.x.Outcome.Order == item:
			out = append(out, c.p.T("review.undone.keep"))
		}
	}
	return strings.Join(out, " · ")
}

// courtText is what an entry says of a court's order.
func (c page) courtText(name, dated string, until review.Micros) string {
	if name == "" {
		return ""
	}
	if until == 0 {
		return strings.TrimSuffix(c.p.T("review.court.name", locale.Isolate(name))+" · "+c.p.Date(dated), " · ")
	}
	return orderWords(c.p, review.CourtOrder{Name: name, Dated: dated, Until: until})
}
