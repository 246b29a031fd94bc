# Perl's libwww: title-cased names, TE with "Connection: TE, close", no ALPN, a Host of its own in CONNECT.
use strict;
use warnings;
use JSON::PP;
use LWP::UserAgent;

$| = 1;
my $json = JSON::PP->new->utf8->canonical;
my $url = "https://api.anthropic.com";
my @headers = ("x-api-key" => $ENV{ANTHROPIC_API_KEY}, "anthropic-version" => "2023-06-01", "Content-Type" => "application/json");
my $agent = LWP::UserAgent->new(timeout => 60);
$agent->env_proxy;
my $question = "Wie hei\x{df}t der Pr\x{fc}fstein? " . "\x{2699} " x 20000;

sub tell_test { my ($event, %fields) = @_; print $json->encode({%fields, event => $event}), "\n"; }

sub ask {
    my ($model, $stream, $handler) = @_;
    my $body = $json->encode({model => $model, max_tokens => 64, stream => $stream,
                              messages => [{role => "user", content => $question}]});
    my $request = HTTP::Request->new(POST => "$url/v1/messages", [@headers], $body);
    return $handler ? $agent->request($request, $handler, 4096) : $agent->request($request);
}

sub tell_plain {
    my $answer = ask("claude-sonnet-4-6", JSON::PP::false);
    tell_test("plain", text => $json->decode($answer->content)->{content}[0]{text});
}

my $models = $json->decode($agent->get("$url/v1/models", @headers)->content);
tell_test("models", ids => [map { $_->{id} } @{$models->{data}}]);
tell_plain();

my ($text, $rest) = ("", "");
ask("claude-sonnet-4-6", JSON::PP::true, sub {
    $rest .= shift;
    while ($rest =~ s/^([^\n]*)\n//) {
        my $line = $1;
        next unless $line =~ /^data: (.*)/;
        my $event = $json->decode($1);
        next unless $event->{type} eq "content_block_delta";
        tell_test("first", text => $event->{delta}{text}) if $text eq "";
        $text .= $event->{delta}{text};
    }
});
tell_test("streamed", text => $text);

for my $model ("error-429", "error-529") {
    my $answer = ask($model, JSON::PP::false);
    tell_test("failed", status => $answer->code + 0, kind => $json->decode($answer->content)->{error}{type},
              retryAfter => scalar $answer->header("Retry-After"));
}
tell_test("ready");
<STDIN>;
tell_plain();
tell_test("done");
